"""Whole partnerships, made up at random: what is exported of one is read back as no changes."""

import io
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.expectations import Accumulation, Standing
from indicators.models import Actual
from plans.models import DeliveryPlan
from plans.progress import ActionStatus
from risks.scale import WORDS
from tests.builders import make_quarter
from tests.workbooks.books import AGREEMENT, Rows, read_here, xlsx
from workbooks.book import kept_book
from workbooks.checking import check
from workbooks.exporting import export, write_csv_archive, write_workbook
from workbooks.importing import import_content

QUARTERS = [f"{year}/{year % 100 + 1:02d} Q{n}" for year in (2006, 2007, 2008) for n in range(1, 5)]
LETTERS = "abz AZ 09 =+-@' \t\n;,\"£€’éßøŁДעד不日🙂\u00a0\u200f\u2028_x000D_%&<>#"


class Chance:
    """Made-up values, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __getattr__(self, name: str):
        return getattr(self._random, name)

    def words(self, longest: int = 80) -> str:
        return "".join(self.choices(LETTERS, k=self.randint(0, longest)))

    def some_words(self, longest: int = 80) -> str:
        return f"W{self.words(longest)}"

    def number(self) -> Decimal:
        return Decimal(self.randint(0, 10**8)).scaleb(-self.randint(0, 6))

    def day(self) -> date:
        return date(2006, 4, 1) + timedelta(days=self.randint(0, 1500))


def partnership(seed: int, indicators: int, plans: int, quarters: int) -> dict[str, Rows]:
    """The sheets of a partnership of that size."""
    chance = Chance(seed)
    labels = QUARTERS[:quarters]
    references = [f"Plan {number}" for number in range(1, plans + 1)]
    codes = [f"LAC {number:03d}" for number in range(1, indicators + 1)]
    percentage = {code: chance.random() < 0.6 for code in codes}
    sheets: dict[str, Rows] = {
        "Plans": [["Plan", "Title", "Agreement", "Area", "First year", "Last year", "Theme",
                   "Partners", "Equality and diversity"]],
        "Indicators": [["Code", "Plan", "Title", "Purpose", "Unit", "Good is", "Decimals",
                        "Accumulation", "Year type", "Frequency", "Tolerance", "Tolerance kind",
                        "Definition"]],
        "Targets": [["Indicator", "Period", "From", "Target", "State", "Designation", "Reason"]],
        "Actuals": [["Indicator", "Period", "Reported in", "Standing", "Numerator", "Denominator",
                     "Value", "Marker", "Not available because", "Why", "Source"]],
        "Actions": [["Plan", "Number", "Action", "Who", "When", "Commentary", "Indicators fed"]],
        "Action_updates": [["Plan", "Number", "Quarter", "Status", "Commentary"]],
        "Risks": [["Plan", "Number", "Risk", "How managed", "Owner"]],
        "Risk_assessments": [["Plan", "Number", "Quarter", "Impact", "Likelihood", "State",
                              "Commentary"]],
        "Policies": [["Plan", "Policy, plan or strategy", "Arrangement"]],
    }  # fmt: skip
    for reference in references:
        sheets["Plans"].append(
            [reference, chance.some_words(), AGREEMENT, "Worcestershire", "2006/07", "2010/11",
             chance.words(), chance.some_words(), chance.words(400)]
        )  # fmt: skip
        sheets["Policies"].append([reference, chance.some_words(), chance.words(200)])
        for number in range(1, 4):
            fed = "; ".join(chance.sample(codes, chance.randint(0, 2)))
            sheets["Actions"].append(
                [reference, number, chance.some_words(), chance.some_words(), chance.words(30),
                 chance.words(), fed]
            )  # fmt: skip
            sheets["Risks"].append(
                [reference, number, chance.some_words(), chance.words(), chance.words(20)]
            )
            for label in labels:
                sheets["Action_updates"].append(
                    [reference, number, label, chance.choice(list(ActionStatus)), chance.words()]
                )
                sheets["Risk_assessments"].append(
                    [reference, number, label, chance.choice(WORDS), chance.choice(WORDS),
                     "open", chance.words()]
                )  # fmt: skip
    for code in codes:
        unit = "percentage" if percentage[code] else "number"
        decimals = chance.randint(0, 3)
        sheets["Indicators"].append(
            [code, chance.choice(references), chance.some_words(), chance.words(200), unit,
             chance.choice(["higher", "lower", "on plan", "none"]), decimals,
             chance.choice(list(Accumulation)) if unit == "number" else "snapshot", "financial",
             "quarterly", chance.randint(0, 20), "% of target", chance.words(200)]
        )  # fmt: skip
        for label in labels:
            of = {"is_percentage": percentage[code], "is_whole": not decimals}
            sheets["Actuals"].append(figure(chance, code, label, **of))
        for label in labels[:2]:
            state = chance.choice(["set", "not set", "to be agreed", "withdrawn", "not applicable"])
            aim = chance.randint(0, 100) if state == "set" else None
            sheets["Targets"].append([code, label, None, aim, state, "local", chance.words()])
    return sheets


def figure(chance: Chance, code: str, label: str, *, is_percentage: bool, is_whole: bool) -> list:
    """A figure of some standing, its words, and why there is none where there is none."""
    standing = chance.choice([Standing.PROVISIONAL, Standing.FINAL, Standing.NOT_AVAILABLE])
    counts: list = [None, None, None]
    marker, because = None, None
    if standing == Standing.NOT_AVAILABLE:
        because = chance.some_words()
    elif chance.random() < 0.1:
        marker = chance.choice(["SUPP", "c", "x", ".."])
    elif not is_percentage:
        counts[2] = Decimal(chance.randint(0, 10**8)) if is_whole else chance.number()
    elif chance.random() < 0.8:
        counts[1] = chance.randint(1, 10**6)
        counts[0] = chance.randint(0, counts[1])
    else:
        counts[2] = Decimal(chance.randint(0, 1000)) / 10
    return [code, label, label, standing, *counts, marker, because, chance.words(), chance.words()]


def comes_back(sheets: dict[str, Rows], indicators: int, plans: int, quarters: int) -> None:
    for label in QUARTERS[:quarters]:
        make_quarter(label, "closed")
    brought = import_content("all.xlsx", xlsx(**sheets), accept_warnings=True)
    assert [str(each) for each in brought.problems] == []
    assert DeliveryPlan.objects.count() == plans
    assert Actual.objects.count() == indicators * quarters

    exported = export()
    book, archive = io.BytesIO(), io.BytesIO()
    write_workbook(exported, book)
    write_csv_archive(exported, archive)
    for name, content in (("all.xlsx", book.getvalue()), ("all.zip", archive.getvalue())):
        again = check(read_here(name, content), kept_book())
        assert [str(each) for each in again.errors] == []
        assert [(each.sheet, each.key, each.fields) for each in again.changes] == []
    assert export().version == exported.version


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_small_partnership_comes_back_as_it_was(db, seed):
    with transaction.atomic():
        comes_back(partnership(seed, 5, 2, 4), 5, 2, 4)
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_county_of_198_indicators_35_plans_and_12_quarters_comes_back_as_it_was():
    comes_back(partnership(2010, 198, 35, 12), 198, 35, 12)
