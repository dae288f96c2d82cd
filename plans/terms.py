"""For which years an agreement holds.  No Django in here.

The admin, its tables and the workbook all ask here.
"""

from periods.calendar import NotAPeriod, Period


def problems_with_years(first: str, last: str) -> list[tuple[str, str]]:
    """What is wrong with an agreement's first and last year: (field, sentence) pairs.

    A blank one is for its field to refuse.
    """
    problems = [
        (field, f'"{label}" is not a financial year: write one such as 2008/09')
        for field, label in (("first_year", first), ("last_year", last))
        if label and not is_financial_year(label)
    ]
    if not problems and last and last < first:
        return [("last_year", f"{last} is before the first year: correct one")]
    return problems


def is_financial_year(label: str) -> bool:
    """Whether it is the label of one: not that of a quarter, nor of a calendar year."""
    try:
        return not Period.from_label(label).is_quarter
    except NotAPeriod:
        return False
