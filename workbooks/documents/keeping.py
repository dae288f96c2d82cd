"""What the partnership keeps already, as a document is read against it."""

from functools import cached_property

from indicators.sheets.targets import in_force_now
from periods.rounds import RoundState
from plans.models import Agreement
from plans.sheets.columns import by_loose, loose
from plans.sheets.delivery import live_agreement
from sheets.descriptions import Book
from workbooks.documents.found import Kept, Known, Values


class KeptHere(Known):
    """What is in the book: each sheet is read when it is first asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.open_quarter = next(
            (label for label, state in book.rounds.items() if state == RoundState.OPEN), ""
        )

    @cached_property
    def _agreements(self) -> dict[str, tuple[str, str, str, str]]:
        return {
            each.title: (each.title, each.area, each.first_year, each.last_year)
            for each in Agreement.objects.all()
        }

    @cached_property
    def live_agreement(self) -> tuple[str, str, str, str] | None:
        live = live_agreement()
        return self._agreements[live.title] if live else None

    def agreement(self, title: str) -> tuple[str, str, str, str] | None:
        return self._agreements.get(title)

    def indicator(self, code: str) -> Values | None:
        return self._book.kept("Indicators").get((code,))

    def plan(self, reference: str, as_at: str = "") -> Kept | None:
        plans = self._book.kept("Plans")
        ours = by_loose(plans).get(loose(reference), "")
        plan = plans.get((ours,))
        if plan is None:
            return None
        codes = [
            code for (code,), row in self._book.kept("Indicators").items() if ours in row["plans"]
        ]
        return Kept(
            plan,
            {code: self._book.kept("Indicators")[(code,)] for code in codes},
            self._targets(codes),
            self._of("Actions", ours),
            self._milestones(ours),
            self._of("Risks", ours),
            self._ratings(ours, as_at),
            {each["priority"]: each for each in self._of("Dependencies", ours)},
            {each["policy"]: each for each in self._of("Policies", ours)},
        )

    def _of(self, sheet: str, reference: str) -> list[Values]:
        rows = self._book.kept(sheet)
        return [row for key, row in rows.items() if key[0] == reference]

    def _targets(self, codes: list[str]) -> dict[tuple[str, str], Values]:
        """The versions by which the open round is judged."""
        found: dict[tuple[str, str], Values] = {}
        for code, period, _ in self._book.kept("Targets"):
            if code in codes and (code, period) not in found:
                wanted = {"indicator": code, "period": period}
                if current := in_force_now(wanted, self._book):
                    found[(code, period)] = current
        return found

    def _milestones(self, reference: str) -> dict[int, list[Values]]:
        found: dict[int, list[Values]] = {}
        for row in self._of("Milestones", reference):
            found.setdefault(row["number"], []).append(row)
        return found

    def _ratings(self, reference: str, as_at: str) -> dict[int, tuple[str, str, str, str]]:
        """How each risk was rated last, in that quarter or before, and whether it was open."""
        rows = sorted(self._of("Risk assessments", reference), key=lambda row: row["quarter"])
        return {
            row["number"]: (row["impact"], row["likelihood"], row["state"], row["commentary"])
            for row in rows
            if not as_at or row["quarter"] <= as_at
        }
