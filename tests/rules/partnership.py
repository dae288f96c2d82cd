"""A partnership's figures as disclosure reads them, without a database: for rule 11's tables."""

from collections import defaultdict
from decimal import Decimal
from types import SimpleNamespace

from indicators.disclosure import Thresholds
from indicators.series import BASELINE
from reports.disclosure.masking import Key, small_figures
from reports.disclosure.puzzles import NO_RELEASE, Earlier, Numbers
from reports.disclosure.recovering import findings, hidden_keys

QUARTER = "2009/10 Q4"
USUAL = Thresholds()
NOTHING = {"numerator": None, "denominator": None, "value": None, "low": None, "high": None}


def numbers(given) -> dict:
    """ "7 of 40" from (7, 40), a count from 7, a percentage as typed from "2.4", else nothing."""
    if isinstance(given, tuple):
        return NOTHING | {"numerator": given[0], "denominator": given[1]}
    return NOTHING | {"value": None if given is None else Decimal(given)}


class Partnership:
    """Indicators by a name, and what they reported, quarter by quarter."""

    def __init__(self):
        self.indicators: dict[str, SimpleNamespace] = {}
        self.actuals: dict[int, list] = defaultdict(list)
        self.baselines: dict[int, list] = defaultdict(list)
        self.rules: dict[int, list] = defaultdict(list)

    def indicator(self, name, unit="number", part_of="", since="", **given):
        usual = {
            "id": len(self.indicators) + 1, "code": name, "unit": unit, "per": None, "cohort": "",
            "counted_as": "child", "accumulation": "snapshot", "frequency": "quarterly",
            "year_type": "financial", "broken_down_by": "",
            "part_of_id": self.indicators[part_of].id if part_of else None,
        }  # fmt: skip
        self.indicators[name] = row = SimpleNamespace(**usual | given)
        self.rules[row.id].append(SimpleNamespace(from_quarter=since, decimals=1))

    def report(self, name, given, period=QUARTER, reported_in=QUARTER):
        row = SimpleNamespace(period=period, reported_in_id=reported_in, **numbers(given))
        self.actuals[self.indicators[name].id].append(row)

    def baseline(self, name, given, period="2008/09", since=""):
        row = SimpleNamespace(
            period=period, from_quarter=since, already_public="", **numbers(given)
        )
        self.baselines[self.indicators[name].id].append(row)

    def facts(self, quarter=QUARTER):
        """As at a quarter."""
        return SimpleNamespace(
            quarter=quarter,
            indicators={row.id: row for row in self.indicators.values()},
            actuals={
                indicator: [each for each in rows if each.reported_in_id <= quarter]
                for indicator, rows in self.actuals.items()
            },
            baselines={
                indicator: [each for each in rows if each.from_quarter <= quarter]
                for indicator, rows in self.baselines.items()
            },
            rules=self.rules,
        )

    def names(self, keys) -> set[str]:
        """Figures as the tables call them: by their name, or of several of one by its quarter."""
        return {self.name(each) for each in keys}

    def name(self, key: Key) -> str:
        named = {row.id: name for name, row in self.indicators.items()}
        if key.reported_in == BASELINE:
            return "baseline"
        if len({each.period for each in self.actuals[key.indicator]}) > 1:
            return key.period[-2:]
        return named[key.indicator]


def small(ours: Partnership, thresholds=USUAL) -> set[str]:
    return ours.names(small_figures(ours.facts(), thresholds))


def hidden(ours: Partnership, thresholds=USUAL) -> set[str]:
    return ours.names(hidden_keys(ours.facts(), thresholds))


def ways(ours: Partnership, earlier=NO_RELEASE) -> set[str]:
    """The ways that an officer may choose from, each as the figures to hide."""
    return {
        " and ".join(sorted(ours.names(way.keys)))
        for each in findings(ours.facts(), USUAL, (), earlier)
        for way in each.ways
    }


def sentences(ours: Partnership, earlier=NO_RELEASE) -> list[str]:
    return [said for each in findings(ours.facts(), USUAL, (), earlier) for said in each.sentences]


class Releases:
    """What masked audiences have read, release after release."""

    def __init__(self, ours: Partnership):
        self.ours = ours
        self.told: dict[Key, set[Numbers]] = defaultdict(set)
        self.further: set[Key] = set()

    @property
    def earlier(self) -> Earlier:
        return Earlier(self.told)

    def publish(self, quarter: str) -> list[str]:
        """Publish the quarter; gives back what earlier releases are said to have told already."""
        facts = self.ours.facts(quarter)
        self.further |= hidden_keys(facts, Thresholds(), self.further, self.earlier)
        said = [
            sentence
            for each in findings(facts, Thresholds(), self.further, self.earlier)
            for sentence in each.sentences
        ]
        for indicator, rows in facts.actuals.items():
            for row in rows:
                key = Key(indicator, row.period, row.reported_in_id)
                if key not in self.further and (row.value, row.numerator) != (None, None):
                    self.told[key].add(Numbers(row.numerator, row.denominator, f"{row.value}"))
        return said
