"""Which free texts the public may read: an officer clears each very text at its place."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from accounts.deeds import Deed, tell
from periods.calendar import FinancialQuarter
from reports.disclosure.number_words import has_number
from reports.disclosure.withholding import Cleared, digest_of_text, texts_of
from reports.models import Clearance
from reports.reading.objects import (
    FigureCell,
    IndicatorLine,
    IndicatorReport,
    PlanReport,
    QuarterlyReport,
)

# As places have them: a quarter, a year; and what stands beside something else.
QUARTER, YEAR = re.compile(r"\b\d{4}-q[1-4]\b"), re.compile(r"\b(\d{4})-(\d{2})\b")
BESIDE = re.compile(r"^indicator/[^/]+/(?:(?:figure|baseline|target) for|rule\b|comparator\b)")


def cleared_texts() -> Cleared:
    """The texts that are cleared now; of several decisions about one text the last counts."""
    last = {
        (place, digest): cleared
        for place, digest, cleared in Clearance.objects.values_list("place", "digest", "cleared")
    }
    return Cleared(frozenset(key for key, cleared in last.items() if cleared))


def clear(texts: Iterable[tuple[str, str]], *, by, cleared: bool = True) -> None:
    """Keep that these texts, each with its place, are cleared, or are not after all."""
    kept = Clearance.objects.bulk_create(
        Clearance(place=place, digest=digest_of_text(text), cleared=cleared, by=by)
        for place, text in texts
    )
    words = "cleared" if cleared else "no longer cleared"
    if kept:
        tell(Deed.SHOWN, f"Texts {words}: {len(kept)}", by=by, places=[each.place for each in kept])


@dataclass(frozen=True)
class Text:
    """A text that can be cleared: where it stands, and why one should look at it twice.

    `waits_for` names what it belongs to, an action or a risk, whose own words are not cleared:
    nothing of that is shown.
    """

    place: str
    words: str
    cleared: bool
    warning: str = ""
    waits_for: str = ""

    @property
    def mark(self) -> str:
        """The place and the very words, as the value of a box to tick."""
        return f"{digest_of_text(self.words)} {self.place}"

    @property
    def label(self) -> str:
        """ "Action 1: update"."""
        said = ": ".join(self.place.split("/")[2:])
        said = QUARTER.sub(lambda found: FinancialQuarter.from_slug(found[0]).long_label, said)
        said = YEAR.sub(r"\1/\2", said)
        return said[:1].upper() + said[1:]

    @property
    def is_not_shown(self) -> bool:
        """Whether it is cleared, and nobody is shown it all the same."""
        return self.cleared and bool(self.waits_for)

    @property
    def is_beside(self) -> bool:
        """Whether it stands beside a figure, anybody's, a target or a rule: a source, a reason."""
        return bool(BESIDE.search(self.place))


@dataclass(frozen=True)
class TextsOf:
    """The texts of one plan, or of one indicator; `place` is where they stand."""

    title: str
    texts: tuple[Text, ...]
    place: str = ""

    @property
    def reference(self) -> str:
        """ "NI 101", of the plan or the indicator."""
        return self.title.partition(": ")[0]

    @property
    def looks_twice(self) -> bool:
        """Whether each of them has a warning."""
        return all(each.warning for each in self.texts)

    @property
    def main(self) -> list[Text]:
        return [each for each in self.texts if not each.is_beside]

    @property
    def beside(self) -> list[Text]:
        """Sources, reasons and names of figures, targets and rules."""
        return [each for each in self.texts if each.is_beside]


def texts_to_clear(
    plans: Collection[PlanReport],
    indicators: Iterable[IndicatorReport],
    full: QuarterlyReport,
    masked: QuarterlyReport,
    cleared: Cleared,
) -> list[TextsOf]:
    """Every text of the quarter that can be cleared, by what it is about."""
    found = texts_of(*plans, *indicators, full)
    hidden = {line.slug: line.code for line in masked.lines if hides_a_figure(line)}
    about: dict[str, tuple[str, list[str]]] = {}
    for plan in plans:
        codes = [hidden[line.slug] for line in plan.lines if line.slug in hidden]
        about[f"plan/{plan.slug}"] = (f"{plan.reference}: {plan.title}", codes)
    for line in full.lines:
        codes = [hidden[line.slug]] if line.slug in hidden else []
        about[f"indicator/{line.slug}"] = (f"{line.code}: {line.title}", codes)
    return [
        TextsOf(title, texts, start)
        for start, (title, codes) in about.items()
        if (texts := tuple(waiting([*_texts(start, found, codes, cleared)])))
    ]


def waiting(texts: Collection[Text]) -> Iterator[Text]:
    """The texts, each with what it waits for: see `Text`."""
    not_cleared = {each.place: each.label for each in texts if not each.cleared}
    for each in texts:
        parts = each.place.split("/")
        above = ("/".join(parts[:count]) for count in range(1, len(parts)))
        waits_for = next((not_cleared[place] for place in above if place in not_cleared), "")
        yield replace(each, waits_for=waits_for)


def _texts(start: str, found: Mapping[str, str], codes: list[str], cleared: Cleared):
    for place, words in found.items():
        if place.startswith(f"{start}/"):
            beside = codes and has_number(words)
            yield Text(
                place,
                words,
                cleared=bool(cleared.read(place, words)),
                warning=f"It may say how many, and a figure of {', '.join(codes)} is hidden."
                if beside
                else "",
            )


def hides_a_figure(line: IndicatorLine) -> bool:
    """Whether masked audiences miss a figure of this line."""
    cells: list[FigureCell | None] = [line.baseline, line.actual, line.last_year, line.forecast]
    cells += [each.figure for each in line.quarters]
    return line.masked or any(each.masked for each in cells if each)
