"""Made-up stories of releases, withdrawals and corrections: an attacker who keeps them all is set
on each, and finds no small figure that could still have been kept.
"""

import random
from contextlib import suppress
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from django.db import transaction

from indicators.disclosure import Thresholds
from indicators.models import Actual, Indicator
from periods.models import Quarter
from reports.disclosure.hiding import Hidden, further_hidden, show_again, what_publishing_asks
from reports.disclosure.masking import small_figures
from reports.models import ReleasedReport
from reports.releases import publishing
from reports.releases.publishing import publish, withdraw
from returns.workflow import NotAllowed
from tests.builders import make_actual, make_indicator, make_plan, make_quarter
from tests.reports.attacker import Release, leaks, read, told

pytestmark = pytest.mark.django_db

Q2, Q3, Q4 = "2009/10 Q2", "2009/10 Q3", "2009/10 Q4"
YEAR = "2009/10"
NOT_AVAILABLE = "not available"
FEW = 12
MANY = 360


class Story:
    """A small partnership, what it reports, and what is published of it."""

    def __init__(self, seed: int, officer):
        self.lot = random.Random(seed)
        self.officer = officer
        self.ours: dict[str, Indicator] = {}
        self.figures: dict[tuple, tuple | None] = {}
        self.releases: list[Release] = []
        # What was hidden without being named before, and what was named and not hidden.
        self.not_as_asked: set = set()

    # What there is

    def indicator(self, code, part_of=None, **given):
        self.ours[code] = make_indicator(
            code=code, counted_as="child", part_of=self.ours.get(part_of), **given
        )

    def number(self) -> int:
        return self.lot.choice([self.lot.randint(0, 5), self.lot.randint(6, 20)])

    def report(self, code, period, quarter, figure):
        """In place of what was reported of it in that quarter; None says that there is none."""
        row = Actual.objects.filter(
            indicator=self.ours[code], period=period, reported_in_id=quarter
        )
        row.delete()
        self.figures[code, period, quarter] = figure
        how = (
            {"standing": NOT_AVAILABLE, "not_available_because": "Lost", "reason": "Lost"}
            if figure is None
            else {"value": Decimal(figure[0])}
            if len(figure) == 1
            else {"numerator": figure[0], "denominator": figure[1]}
        )
        make_actual(
            indicator=self.ours[code], period=period,
            reported_in=Quarter.objects.get(label=quarter), **how,
        )  # fmt: skip

    # What is published

    def publish(self, quarter):
        closed = make_quarter(quarter, state="closed")
        asked = what_publishing_asks(closed)
        for each in asked.idle if self.lot.random() < 0.7 else ():
            with suppress(NotAllowed):
                show_again(each, by=self.officer, reason="Not needed")
        hide = self.chosen(closed)
        before = further_hidden()
        release = publish(closed, by=self.officer, reason="Because", hide=hide)
        self.not_as_asked |= (further_hidden() - before) ^ frozenset().union(*hide)
        kept = ReleasedReport.objects.filter(release=release, key__startswith="masked/indicator/")
        told, masked = read(kept.values_list("data", flat=True))
        really = {key: numbers(figure) for key, figure in self.figures.items() if key[2] <= quarter}
        small = {key for key, each in really.items() if is_small(each)}
        self.releases.append(Release(quarter, told, masked, really, small, self.equations()))

    def chosen(self, quarter) -> list:
        """One of the ways of each question, and of each that follows from it."""
        hide: list = []
        while True:
            asked = what_publishing_asks(quarter, hide)
            further = [*asked.away, *asked.follows][len(hide) :]
            if not further:
                return hide
            hide.append(self.lot.choice(further[0].ways).keys)

    def withdraw(self, quarter):
        withdraw(Quarter.objects.get(label=quarter), by=self.officer, reason="To be corrected")

    def equations(self) -> list:
        """What adds up to what, for whoever reads which is part of which."""
        raise NotImplementedError

    def found(self) -> list:
        return list(leaks(self.releases))


def numbers(figure) -> dict:
    if figure is None:
        return {}
    if len(figure) == 1:
        return {"n": figure[0]}
    return {"n": figure[0], "d": figure[1], "left": figure[1] - figure[0]}


def figure_of(each: dict) -> tuple:
    return (each["n"], each["d"]) if "d" in each else (each["n"],)


def is_small(each: dict) -> bool:
    most = Thresholds()
    return bool(each) and (
        each["n"] <= most.count or each.get("left", 99) <= most.remainder or each.get("d", 99) <= 10
    )


class Table(Story):
    """A total and its parts of one quarter, corrected once or twice."""

    shares = False

    def __init__(self, seed, officer):
        super().__init__(seed, officer)
        self.unit = "percentage" if self.shares else "number"
        self.parts = ["LAC 60a", "LAC 60b", "LAC 60c"][: self.lot.choice([2, 3, 3])]
        self.indicator("LAC 60", unit=self.unit)
        for each in self.parts:
            self.indicator(each, "LAC 60", unit=self.unit, broken_down_by="age")
        make_plan(reference="NI 101", indicators=list(self.ours.values()))

    def figure(self):
        few = self.number()
        return (few, few + self.lot.choice([self.number(), 20])) if self.shares else (few,)

    def run(self):
        make_quarter(Q3, state="closed")
        for each in self.parts:
            self.report(each, Q3, Q3, self.figure())
        self.add_up(Q3, Q3)
        self.publish(Q3)
        for _ in range(self.lot.choice([1, 2, 2, 3])):
            self.withdraw(Q3)
            self.correct(Q3, Q3)
            self.cut_loose()
            self.publish(Q3)

    def add_up(self, period, quarter):
        """The total: what the parts come to; now and then a slip of the pen, or not there."""
        told = [self.stands(each, period, quarter) for each in self.parts]
        whole = tuple(map(sum, zip(*filter(None, told), strict=True))) or None
        chance = self.lot.random()
        if whole and chance < 0.2:
            whole = (max(0, whole[0] + self.lot.choice([-10, -1, 3, 10])), *whole[1:])
            if self.shares:
                whole = (min(whole), max(whole))
        self.report("LAC 60", period, quarter, None if chance > 0.9 else whole)

    def stands(self, code, period, quarter):
        found = [key for key in self.figures if key[:2] == (code, period) and key[2] <= quarter]
        return self.figures[max(found)] if found else None

    def correct(self, period, quarter):
        """Some parts are other numbers now, or what they were once; mostly the total is, too."""
        for each in self.lot.sample(self.parts, self.lot.choice([1, 1, 2])):
            old = self.figures.get((each, period, quarter))
            once = [
                one.really.get((each, period, quarter), {})
                for one in self.releases
                if one.really.get((each, period, quarter))
            ]
            chance = self.lot.random()
            if chance < 0.1:
                self.report(each, period, quarter, None)
            elif once and chance > 0.8:
                self.report(each, period, quarter, figure_of(self.lot.choice(once)))
            elif self.shares and old and chance < 0.4:  # its cohort only
                self.report(each, period, quarter, (old[0], old[1] + self.lot.randint(1, 3)))
            else:
                self.report(each, period, quarter, self.figure())
        if self.lot.random() < 0.75:
            self.add_up(period, quarter)

    def cut_loose(self):
        if self.lot.random() < 0.15:
            for each in self.parts:
                self.ours[each].part_of, self.ours[each].broken_down_by = None, ""
                self.ours[each].save()

    def equations(self):
        return self.table(Q3)

    def table(self, period):
        kinds = ("n", "d", "left") if self.shares else ("n",)
        found = [
            (("LAC 60", period, what), tuple((each, period, what) for each in self.parts))
            for what in kinds
        ]
        if self.shares:
            found += [
                ((each, period, "d"), ((each, period, "n"), (each, period, "left")))
                for each in ("LAC 60", *self.parts)
            ]
        return found


class Shares(Table):
    """The same of shares, each of a group of its own."""

    shares = True


class Final(Table):
    """A table that is told as provisional, and as final a quarter later; either is corrected."""

    def run(self):
        for each in (Q2, Q3):
            make_quarter(each, state="closed")
        for each in self.parts:
            self.report(each, Q2, Q2, self.figure())
        self.add_up(Q2, Q2)
        self.publish(Q2)
        self.correct(Q2, Q3)
        if self.lot.random() < 0.5 and ("LAC 60", Q2, Q3) not in self.figures:
            self.report("LAC 60", Q2, Q3, self.figures["LAC 60", Q2, Q2])
        self.publish(Q3)
        again = self.lot.choice([Q2, Q3, None])
        if again:
            self.withdraw(again)
            self.correct(Q2, again)
            self.publish(again)

    def equations(self):
        return self.table(Q2)


class Years(Table):
    """A year and its parts, by the year, to date or quarter by quarter; corrected."""

    def __init__(self, seed, officer):
        Story.__init__(self, seed, officer)
        ways = {
            "year": {"frequency": "annual"},
            "to date": {"accumulation": "cumulative"},
            "each": {"accumulation": "each quarter"},
        }
        self.how = {"LAC 60": self.lot.choice(["year", "year", "to date", "each"])}
        self.parts = ["LAC 60a", "LAC 60b"]
        self.how |= {each: self.lot.choice(list(ways)) for each in self.parts}
        for code, how in self.how.items():
            whole, by = (None, "") if code == "LAC 60" else ("LAC 60", "age")
            self.indicator(code, whole, unit="number", broken_down_by=by, **ways[how])
        make_plan(reference="NI 101", indicators=list(self.ours.values()))
        self.quarters = [f"{YEAR} Q{number}" for number in (1, 2, 3, 4)]

    def periods(self, code):
        return [YEAR] if self.how[code] == "year" else self.quarters

    def run(self):
        make_quarter(Q4, state="closed")
        for each in (*self.parts, "LAC 60"):
            self.tell(each, [self.number() for _ in self.quarters])
        self.publish(Q4)
        self.withdraw(Q4)
        for each in self.lot.sample([*self.parts, "LAC 60"], self.lot.choice([1, 2, 3])):
            self.tell(each, [self.number() for _ in self.quarters])
        self.publish(Q4)

    def tell(self, code, numbers):
        if code == "LAC 60":
            numbers = [sum(each) for each in zip(*self.came.values(), strict=True)]
        else:
            self.came = getattr(self, "came", {}) | {code: numbers}
        to_date = [sum(numbers[: place + 1]) for place in range(4)]
        told = {"year": to_date[-1:], "to date": to_date, "each": numbers}[self.how[code]]
        for period, number in zip(self.periods(code), told, strict=True):
            if self.figures.get((code, period, Q4)) != (number,):
                self.report(code, period, Q4, (number,))

    def year_of(self, code):
        """The cells that make up its year."""
        last = {"year": [YEAR], "to date": [Q4], "each": self.quarters}[self.how[code]]
        return tuple((code, period, "n") for period in last)

    def equations(self):
        whole, parts = self.year_of("LAC 60"), sum(map(self.year_of, self.parts), ())
        year = ("the year", YEAR, "n")
        found = [(year, whole), (year, parts)]
        if set(self.how.values()) in ({"to date"}, {"each"}):
            found += [equation for each in self.quarters for equation in self.table(each)]
        for code, how in self.how.items():
            if how == "to date":
                found += [
                    ((code, now, "n"), ((code, before, "n"), (code, f"since {before}", "n")))
                    for before, now in self.steps()
                ]
        return found

    def steps(self):
        """The quarters to date that follow each other within a year."""
        return pairwise(self.quarters)


class Calendar(Years):
    """A calendar year and its parts, by the year, to date over financial years, or by quarters."""

    def __init__(self, seed, officer):
        super().__init__(seed, officer)
        for code, how in self.how.items():
            self.ours[code].year_type = "calendar" if how == "year" else "financial"
            self.ours[code].save()
        self.quarters = ["2008/09 Q3", "2008/09 Q4", *(f"{YEAR} Q{number}" for number in (1, 2, 3))]

    def periods(self, code):
        return ["2009"] if self.how[code] == "year" else self.quarters

    def tell(self, code, numbers):
        if code == "LAC 60":
            numbers = [sum(each) for each in zip(*self.came.values(), strict=True)]
        else:
            self.came = getattr(self, "came", {}) | {code: numbers}
        told = {
            "year": [sum(numbers[1:])],
            "to date": [*accumulate(numbers[:2]), *accumulate(numbers[2:])],
            "each": numbers,
        }[self.how[code]]
        for period, number in zip(self.periods(code), told, strict=True):
            if self.figures.get((code, period, Q4)) != (number,):
                self.report(code, period, Q4, (number,))

    def year_of(self, code):
        last = {
            "year": ["2009"],
            "to date": ["since 2008/09 Q3", self.quarters[-1]],
            "each": self.quarters[1:],
        }[self.how[code]]
        return tuple((code, period, "n") for period in last)

    def steps(self):
        return [pair for pair in pairwise(self.quarters) if pair[0] != "2008/09 Q4"]


class Nested(Table):
    """A part of the total is a total itself, and any of the figures may be a slip of the pen."""

    TABLE = (("LAC 60", ("LAC 60a", "LAC 60b")), ("LAC 60a", ("LAC 60c", "LAC 60d")))

    def __init__(self, seed, officer):
        Story.__init__(self, seed, officer)
        self.parts = ["LAC 60b", "LAC 60c", "LAC 60d"]
        self.indicator("LAC 60", unit="number")
        for whole, parts in self.TABLE:
            for each in parts:
                self.indicator(each, whole, unit="number", broken_down_by="age")
        make_plan(reference="NI 101", indicators=list(self.ours.values()))

    def add_up(self, period, quarter):
        for whole, parts in reversed(self.TABLE):
            told = [self.stands(each, period, quarter) for each in parts]
            value = sum(each[0] for each in told if each)
            if self.lot.random() < 0.2:
                value = max(0, value + self.lot.choice([-10, -1, 3, 10]))
            self.report(whole, period, quarter, None if self.lot.random() > 0.95 else (value,))

    def equations(self):
        return [
            ((whole, Q3, "n"), tuple((each, Q3, "n") for each in parts))
            for whole, parts in self.TABLE
        ]


class AgeAndSex(Table):
    """A table by age, and again by sex, and some of whom; now and then somebody is of no sex."""

    BY = (("age", "abc"), ("sex", "mf"), ("of whom", "w"))

    def __init__(self, seed, officer):
        Story.__init__(self, seed, officer)
        self.indicator("LAC 60", unit="number")
        self.groups = [
            [f"LAC 60{letter}" for letter in letters]
            for _, letters in self.BY[: self.lot.choice([2, 2, 3])]
        ]
        for (by, _), codes in zip(self.BY, self.groups, strict=False):
            for each in codes:
                self.indicator(each, "LAC 60", unit="number", broken_down_by=by)
        self.parts, *self.others = self.groups
        make_plan(reference="NI 101", indicators=list(self.ours.values()))

    def add_up(self, period, quarter):
        super().add_up(period, quarter)
        told = [self.stands(each, period, quarter) for each in self.parts]
        whole = sum(each[0] for each in told if each)
        for one, *last in self.others:
            some = min(whole, self.number())
            self.report(one, period, quarter, (some,) if self.lot.random() < 0.9 else None)
            for each in last:
                left = max(0, whole - some - self.lot.choice([0, 0, 0, 1]))
                self.report(each, period, quarter, (left,))

    def table(self, period):
        """ "Of whom" makes no total: the others of it are nobody's figure."""
        return [
            (("LAC 60", period, "n"), tuple((each, period, "n") for each in codes))
            for codes in self.groups
            if len(codes) > 1
        ]


class Cohort(Story):
    """Indicators of one cohort: what tells its size tells that of the small one."""

    def run(self):
        self.codes = ["LAC 50", "LAC 51", "LAC 52"][: self.lot.choice([2, 3])]
        for each in self.codes:
            self.indicator(each, unit="percentage", cohort="Year 11")
        make_plan(reference="NI 101", indicators=list(self.ours.values()))
        make_quarter(Q3, state="closed")
        of = self.lot.randint(24, 40)
        for each in self.codes:
            self.report(each, Q3, Q3, (self.number(), of))
        self.publish(Q3)
        self.withdraw(Q3)
        of = self.lot.choice([of, of + 1])
        for each in self.lot.sample(self.codes, self.lot.choice([1, 2])):
            self.report(each, Q3, Q3, (self.number(), of))
        if self.lot.random() < 0.3:
            for each in self.ours.values():
                each.cohort = ""
                each.save()
        self.publish(Q3)

    def equations(self):
        first, *others = self.codes
        return [
            *(((first, Q3, "d"), ((each, Q3, "d"),)) for each in others),
            *(((each, Q3, "d"), ((each, Q3, "n"), (each, Q3, "left"))) for each in self.codes),
        ]


KINDS = (Table, Shares, Final, Years, Nested, Cohort, Calendar, AgeAndSex)
# In these he found something once.
FOUND = [(Final, 5180)]


def stories():
    """Of each kind some, of which the first are tried always."""
    every = [(KINDS[seed % len(KINDS)], seed) for seed in range(MANY)]
    for kind, seed in (*FOUND, *every):
        marks = [pytest.mark.thorough] if FEW <= seed < MANY else []
        yield pytest.param(kind, seed, id=f"{kind.__name__.lower()}-{seed}", marks=marks)


@pytest.mark.parametrize(("kind", "seed"), [*stories()])
def test_an_attacker_finds_no_small_figure_in_what_was_published(kind, seed, officer):
    story = kind(seed, officer)
    story.run()

    assert not story.not_as_asked
    assert not (found := story.found()), told(found, story.releases)


@pytest.mark.parametrize("kind", KINDS)
def test_he_finds_some_where_nothing_is_hidden_beside_small_figures(kind, officer, monkeypatch):
    """So he would find what the check missed."""
    monkeypatch.setattr(publishing, "hide_further", small_figures_only)
    for seed in range(209, 239):
        with transaction.atomic():
            story = kind(seed, officer)
            story.run()
            transaction.set_rollback(True)
        if story.found():
            return
    pytest.fail("he finds nothing")


def small_figures_only(facts, chosen, **given):
    return Hidden(facts, small_figures(facts, Thresholds()), [], [], [], [], [], [])
