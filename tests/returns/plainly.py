"""What two quarters of one plan with one indicator should come to, as plainly as it can be said.

Beside `test_any_course`, which asks the product the same. It shares no rule with the product.
"""

from dataclasses import dataclass, field

QUARTERS = ["2009/10 Q1", "2009/10 Q2"]
EDITABLE = {"not started", "draft", "sent back"}


@dataclass
class Typed:
    """What is typed about a period and not handed in; over which record, and offered or said."""

    number: int
    over: int | None
    offered: bool = False


@dataclass
class Answers:
    """The plan's return for a quarter: where it stands, and what is typed into it."""

    state: str = "not started"
    before_the_lock: str = "not started"
    typed: dict[str, Typed] = field(default_factory=dict)
    handed_in_by: str = ""
    was_handed_in: bool = False


@dataclass
class Model:
    """What there should be, as plainly as it can be said.

    `kept` has the number of each record by its period and the quarter that reported it, with a mark
    that is another one each time it is written; `read` what the Board reads of each quarter.
    """

    rounds: dict[str, str] = field(default_factory=lambda: dict.fromkeys(QUARTERS, "not opened"))
    answers: dict[str, Answers] = field(default_factory=lambda: {q: Answers() for q in QUARTERS})
    kept: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    read: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    writings: int = 0

    def write(self, period: str, quarter: str, number: int) -> None:
        if (period, quarter) in self.kept and self.kept[period, quarter][0] == number:
            return
        self.writings += 1
        self.kept[period, quarter] = number, self.writings

    def owed(self, quarter: str) -> list[str]:
        """The quarter's own figure, and those of earlier rounds that never came in."""
        begun = [each for each in QUARTERS if self.rounds[each] != "not opened"]
        return [
            each
            for each in begun
            if each == quarter
            or (
                each < quarter
                and not any((each, told) in self.kept for told in QUARTERS if told < quarter)
            )
        ]

    def told(self, quarter: str) -> dict[tuple[str, str], int]:
        """Every figure as at the quarter."""
        return {key: number for key, (number, _) in self.kept.items() if key[1] <= quarter}

    def is_locked(self, quarter: str) -> bool:
        """Published, or never opened: before the first opened round history may be put in, until
        a later one is published.
        """
        if self.rounds[quarter] != "not opened":
            return self.rounds[quarter] == "published"
        begun = [each for each in QUARTERS if self.rounds[each] != "not opened"]
        return any(each < quarter or self.rounds[each] == "published" for each in begun)

    def mark(self, period: str, quarter: str) -> int | None:
        return self.kept.get((period, quarter), (0, None))[1]

    def sees(self, who: str, quarter: str) -> bool:
        return who in ("manager", "lead", "officer") and self.rounds[quarter] != "not opened"

    def may_step(self, who: str, quarter: str) -> bool:
        is_open = self.rounds[quarter] == "open"
        return self.sees(who, quarter) and (is_open or who == "officer")

    def may_write(self, who: str, quarter: str) -> bool:
        is_locked = self.rounds[quarter] == "published"
        editable = self.answers[quarter].state in EDITABLE
        return self.may_step(who, quarter) and editable and not is_locked

    def begin(self, quarter: str) -> Answers:
        ours = self.answers[quarter]
        ours.typed = self.drafts(quarter)
        return ours

    def drafts(self, quarter: str) -> dict[str, Typed]:
        """What is typed; before that, what is offered of the return before, if it was none."""
        ours = self.answers[quarter]
        if ours.typed or ours.state != "not started":
            return ours.typed
        earlier = [self.answers[each] for each in QUARTERS if each < quarter]
        if not earlier or earlier[-1].state != "not returned":
            return {}
        return {
            period: Typed(each.number, None, offered=True)
            for period, each in earlier[-1].typed.items()
        }

    # What people do; each says whether they may

    def open(self, who: str, quarter: str) -> bool:
        later = any(self.rounds[each] != "not opened" for each in QUARTERS if each > quarter)
        free = "open" not in self.rounds.values() and not later
        return self._go_on(who, quarter, ["not opened"] if free else [], "open")

    def close(self, who: str, quarter: str) -> bool:
        return self._go_on(who, quarter, ["open"], "closed")

    def publish(self, who: str, quarter: str) -> bool:
        if not self._go_on(who, quarter, ["closed", "withdrawn"], "published"):
            return False
        ours = self.answers[quarter]
        ours.before_the_lock = ours.state
        if ours.state != "signed off" and ours.was_handed_in:
            self._take_back(quarter)
        ours.state = "published" if ours.state == "signed off" else "not returned"
        self.read[quarter] = self.told(quarter)
        return True

    def withdraw(self, who: str, quarter: str) -> bool:
        if not self._go_on(who, quarter, ["published"], "withdrawn"):
            return False
        ours = self.answers[quarter]
        ours.state = "draft" if ours.before_the_lock == "submitted" else ours.before_the_lock
        del self.read[quarter]
        return True

    def _go_on(self, who: str, quarter: str, states: list[str], leads_to: str) -> bool:
        may = who == "officer" and self.rounds[quarter] in states
        if may:
            self.rounds[quarter] = leads_to
        return may

    def _take_back(self, quarter: str) -> None:
        """What was handed in and never signed off is a draft again, files' figures with it."""
        ours = self.answers[quarter]
        for period in QUARTERS:
            if period not in ours.typed and (period, quarter) in self.kept:
                number, _ = self.kept.pop((period, quarter))
                ours.typed[period] = Typed(number, None)

    def type(self, who: str, quarter: str, period: str, number: int) -> bool:
        if not self.may_write(who, quarter):
            return False
        ours = self.begin(quarter)
        kept, mark = self.kept.get((period, quarter), (None, None))
        if period in ours.typed or kept != number:
            ours.typed[period] = Typed(number, mark)
            ours.state = "draft" if ours.state == "not started" else ours.state
        return True

    def hand_in(self, who: str, quarter: str) -> bool:
        """With the summary. While something is missing, only offered, or overtaken by what was
        written since, nothing is handed in.
        """
        if not self.may_write(who, quarter):
            return False
        ours = self.begin(quarter)
        drafts = ours.typed
        ours.state = "draft" if ours.state == "not started" else ours.state
        answered = sorted({*self.owed(quarter), *drafts})
        for period in answered:
            draft = drafts.get(period)
            if draft is None and (period, quarter) not in self.kept:
                return False
            if draft and (draft.offered or draft.over != self.mark(period, quarter)):
                return False
        for period in answered:
            if period in drafts:
                self.write(period, quarter, drafts[period].number)
        ours.typed, ours.state = {}, "submitted"
        ours.handed_in_by, ours.was_handed_in = who, True
        return True

    def recall(self, who: str, quarter: str) -> bool:
        theirs = ("officer", self.answers[quarter].handed_in_by)
        return self._step(who, quarter, theirs, "submitted", "draft")

    def send_back(self, who: str, quarter: str) -> bool:
        return self._step(who, quarter, ("officer", "lead"), "submitted", "sent back")

    def sign_off(self, who: str, quarter: str) -> bool:
        return self._step(who, quarter, ("officer", "lead"), "submitted", "signed off")

    def reopen(self, who: str, quarter: str) -> bool:
        return self._step(who, quarter, ("officer",), "signed off", "submitted")

    def _step(self, who: str, quarter: str, whose: tuple, state: str, leads_to: str) -> bool:
        ours = self.answers[quarter]
        may = ours.state == state and self.may_step(who, quarter) and who in whose
        if may:
            ours.state = leads_to
        return may

    def bring(self, period: str, quarter: str, number: int) -> bool:
        """A figure of a file; False where it changes nothing, or is refused."""
        same = self.kept.get((period, quarter), (None,))[0] == number
        if period > quarter or self.is_locked(quarter) or same:
            return False
        self.write(period, quarter, number)
        return True

    def put_back(self, period: str, quarter: str, before: int | None, written: int) -> bool:
        """What a file wrote is undone, unless something was written since."""
        if self.mark(period, quarter) != written or self.is_locked(quarter):
            return False
        if before is None:
            del self.kept[period, quarter]
        else:
            self.write(period, quarter, before)
        return True
