"""The officer's board: how every plan's return stands, in the latest rounds side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from indicators.codes import code_order
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from periods.rounds import RoundState
from periods.today import today
from plans.models import DeliveryPlan, PlanPerson, owing_in
from returns.models import ReturnEvent
from returns.workflow import EDITABLE, ReturnState, Step, state_after

MOST_ROUNDS = 6
IN = {ReturnState.SUBMITTED, ReturnState.SIGNED_OFF, ReturnState.PUBLISHED}
# Rounds in which something can still be done.
WORKED_ON = {RoundState.OPEN, RoundState.CLOSED, RoundState.WITHDRAWN}


@dataclass(frozen=True)
class Cell:
    """A plan's return in a round: its state, and by how many days it is, or came in, late.

    `state` is None where the plan owes none.
    """

    quarter: Quarter
    state: ReturnState | None
    days_late: int = 0

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def is_submitted(self) -> bool:
        return self.state == ReturnState.SUBMITTED

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody can be reminded of it."""
        return self.quarter.is_open and self.state in EDITABLE


@dataclass(frozen=True)
class Row:
    """A plan, who has a part in it, and its returns, the latest first."""

    plan: DeliveryPlan
    people: frozenset[int]
    cells: list[Cell]
    now: Cell | None


@dataclass(frozen=True)
class Asked:
    """What the board is narrowed to; "" for everything. `person` is an id as text."""

    theme: str = ""
    state: str = ""
    late: str = ""
    person: str = ""

    def shows(self, row: Row, *, but_state: bool = False) -> bool:
        """Whether the row is asked for; `but_state` leaves its state out of account."""
        late = bool(row.now and row.now.is_late)
        return (
            (not self.theme or row.plan.theme == self.theme)
            and (but_state or not self.state or bool(row.now and row.now.state == self.state))
            and (not self.late or (self.late == "late") == late)
            and (not self.person or int(self.person) in row.people)
        )


@dataclass(frozen=True)
class Board:
    """Every plan × the latest rounds, the latest first.

    `now` is the round that is worked on, or else the latest shown: what is asked for is asked of
    it. `earlier` and `later` are the quarters from which to look further, if there are more.
    """

    rounds: list[Quarter]
    now: Quarter | None
    rows: list[Row]
    people: list[tuple[int, str]] = field(default_factory=list)
    earlier: FinancialQuarter | None = None
    later: FinancialQuarter | None = None

    @cached_property
    def themes(self) -> list[str]:
        return sorted({row.plan.theme for row in self.rows if row.plan.theme})

    @property
    def is_worked_on(self) -> bool:
        """Whether returns of the round can still be signed off, or asked for."""
        return self.now is not None and self.now.state in WORKED_ON

    def shown(self, asked: Asked) -> list[Row]:
        return [row for row in self.rows if asked.shows(row)]

    def counts(self, asked: Asked) -> list[tuple[ReturnState, int]]:
        """How many of the plans asked for are in each state, in the order of its course."""
        found = Counter(
            row.now.state for row in self.rows if row.now and asked.shows(row, but_state=True)
        )
        return [(state, found[state]) for state in ReturnState if found[state]]


def read_board(until: FinancialQuarter | None = None, on: date | None = None) -> Board:
    """The board of the rounds up to `until`, judged on the day: the latest rounds, and today.

    Costs four queries, however many plans and rounds there are.
    """
    every = list(Quarter.objects.begun().order_by("-label"))
    first = sum(each.label > until.label for each in every) if until else 0
    rounds = every[first : first + MOST_ROUNDS]
    beyond = every[first + MOST_ROUNDS :]
    now = round_now(rounds)
    owing = owing_in(each.label for each in rounds)
    plans = DeliveryPlan.objects.filter(pk__in=set().union(*owing.values()))
    courses = _courses(rounds)
    parts = list(
        PlanPerson.objects.filter(user__is_active=True, plan__agreement__is_live=True)
        .select_related("user")
        .order_by("user__name", "user__username")
    )
    rows = []
    for plan in sorted(plans, key=lambda plan: code_order(plan.reference)):
        cells = {
            each: _cell(each, plan, owing, courses.get((plan.pk, each.label), []), on or today())
            for each in rounds
        }
        people = frozenset(part.user_id for part in parts if part.plan_id == plan.pk)
        rows.append(Row(plan, people, list(cells.values()), cells[now] if now else None))
    return Board(
        rounds,
        now,
        rows,
        people=list(dict.fromkeys((part.user_id, str(part.user)) for part in parts)),
        earlier=beyond[0].calendar if beyond else None,
        later=every[max(0, first - MOST_ROUNDS)].calendar if first else None,
    )


def round_now(rounds: Sequence[Quarter]) -> Quarter | None:
    """Of these rounds, the latest first: the open one, else the latest that can be published."""
    wanted = [each for each in rounds if each.is_open]
    wanted += [each for each in rounds if each.state in WORKED_ON]
    return next(iter([*wanted, *rounds]), None)


Course = list[tuple[Step, datetime]]


def _courses(rounds: Iterable[Quarter]) -> Mapping[tuple[int, str], Course]:
    """The steps of every return of these rounds, in order, by its plan's id and quarter."""
    found: dict[tuple[int, str], Course] = {}
    events = ReturnEvent.objects.filter(owner__quarter__in=[each.pk for each in rounds])
    for plan, quarter, step, at in events.order_by("id").values_list(
        "owner__plan", "owner__quarter", "step", "at"
    ):
        found.setdefault((plan, quarter), []).append((Step(step), at))
    return found


def _cell(
    quarter: Quarter, plan: DeliveryPlan, owing: Mapping[str, set[int]], course: Course, on: date
) -> Cell:
    if plan.pk not in owing[quarter.label]:
        return Cell(quarter, None)
    state = state_after(step for step, _ in course)
    return Cell(quarter, state, days_late(quarter, state, course, on))


def days_late(quarter: Quarter, state: ReturnState, course: Course, on: date) -> int:
    """By how many days the return came in late, or is late on the day; 0 where it is in time.

    What was handed in, in time, and sent back is late only while it is out past the due date.
    """
    if quarter.due is None:
        return 0
    if state in IN:
        first = next((at for step, at in course if step == Step.SUBMITTED), None)
        # Steps are kept by the clock; the day, where it is a fixed one, may be long before.
        came = min(timezone.localdate(first), on) if first else quarter.due
        return max(0, (came - quarter.due).days)
    if quarter.state not in WORKED_ON:
        return 0
    return max(0, (on - quarter.due).days)
