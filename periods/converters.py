"""Quarters in addresses: `2009-q2`."""

from periods.calendar import FinancialQuarter


class QuarterConverter:
    """Gives a view the quarter that its address names; what names none finds no page."""

    regex = "[0-9]{4}-q[1-4]"

    def to_python(self, value: str) -> FinancialQuarter:
        return FinancialQuarter.from_slug(value)

    def to_url(self, value: FinancialQuarter | str) -> str:
        return value if isinstance(value, str) else value.slug
