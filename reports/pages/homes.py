"""What a person finds on coming in: the quarter's state, their plans, or the first day's steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.invitations import invited, waiting_for_an_invitation
from accounts.models import User
from indicators.codes import code_order
from periods.models import Quarter
from periods.today import today
from plans.models import Agreement, DeliveryPlan
from returns.access import signed_off_by_others
from returns.asked import usual_minutes
from returns.board import IN
from returns.rounds import plans_owing, return_states
from returns.workflow import ReturnState


@dataclass(frozen=True)
class OwedReturn:
    """A plan's return in a round, and whether it is late.

    `signed_off_by` says who signs it off, where its lead, who reads this, may not. `minutes` is
    how long it usually takes, where it is still to be handed in; else 0.
    """

    plan: DeliveryPlan
    state: str
    late: bool = False
    waits_for_me: bool = False
    signed_off_by: str = ""
    minutes: int = 0

    @property
    def next(self) -> str:
        """What this person does with it next, in a word."""
        if self.waits_for_me:
            return "Sign off"
        if self.state in IN:
            return "See"
        return "Start" if self.state == ReturnState.NOT_STARTED else "Continue"


@dataclass(frozen=True)
class RoundNow:
    """The round that is worked on: the returns it is owed and how they stand."""

    quarter: Quarter
    returns: list[OwedReturn]

    @property
    def owed(self) -> int:
        return len(self.returns)

    @property
    def are_in(self) -> int:
        return sum(each.state in IN for each in self.returns)

    @property
    def waiting_for_sign_off(self) -> list[OwedReturn]:
        return [each for each in self.returns if each.state == ReturnState.SUBMITTED]

    @property
    def late(self) -> list[OwedReturn]:
        return [each for each in self.returns if each.late]

    @property
    def by_state(self) -> list[tuple[str, int]]:
        """How many returns are in each state that any is in, in the order of their course."""
        states = [each.state for each in self.returns]
        return [(str(state), states.count(state)) for state in ReturnState if state in states]


def round_now(begun: Sequence[Quarter]) -> RoundNow | None:
    """The open round, else the latest that was closed or withdrawn; None where all is done.

    `begun` are the rounds that were opened, in their order.
    """
    working = [each for each in begun if each.is_open] or [
        each for each in begun if not each.is_published
    ]
    return round_of(working[-1]) if working else None


def round_of(quarter: Quarter) -> RoundNow:
    return RoundNow(quarter, owed_returns(plans_owing(quarter), quarter))


def owed_returns(plans, quarter: Quarter | None, user: User | None = None) -> list[OwedReturn]:
    """How each plan's return in the round stands; none without a round. Costs two queries.

    With a `user`, also which of them wait for this person's sign-off, and how long those that are
    not in usually take: up to four queries more.
    """
    if quarter is None:
        return []
    states = return_states(quarter.label)
    to_fill_in = {each.pk for each in plans if states.get(each.pk) not in IN} if user else set()
    minutes = usual_minutes(to_fill_in)
    led = led_by(user) if user else set()
    others = signed_off_by_others(user, quarter.label, led) if user else {}
    owed = []
    for plan in sorted(plans, key=lambda plan: code_order(plan.reference)):
        state = states.get(plan.pk, ReturnState.NOT_STARTED)
        to_sign = plan.pk in led and state == ReturnState.SUBMITTED
        somebody_else = others.get(plan.pk, "") if to_sign else ""
        owed.append(
            OwedReturn(
                plan,
                str(state),
                late=is_late(quarter, state, on=today()),
                waits_for_me=to_sign and not somebody_else,
                signed_off_by=somebody_else,
                minutes=minutes.get(plan.pk, 0),
            )
        )
    return owed


def is_late(quarter: Quarter, state: str, *, on: date) -> bool:
    """Whether a return in this state is past the round's due date."""
    return bool(quarter.due and on > quarter.due and state not in IN)


def led_by(user: User) -> set[int]:
    """The ids of the plans that this person leads."""
    return set(DeliveryPlan.objects.led_by(user).values_list("pk", flat=True))


def plans_of(user: User):
    """The plans in which this person has a part."""
    return DeliveryPlan.objects.worked_on_by(user).of_live_agreement()


# An officer's first day ---------------------------------------------------------------


@dataclass(frozen=True)
class FirstStep:
    """A step of an officer's first day: what to do, where, and whether it is done."""

    title: str
    hint: str
    address: str
    done: bool


def first_day(officer: User, *, begun: bool) -> list[FirstStep]:
    """What leads from an empty house to the first quarter; empty once a plan can report in one.

    `begun` says whether any quarter was opened.
    """
    planned = DeliveryPlan.objects.exists()
    if begun and planned:
        return []
    return [
        FirstStep(
            "Enter the agreement",
            "Its title, area and years. A workbook can bring it too.",
            "admin/plans/agreement/add/",
            Agreement.objects.exists(),
        ),
        FirstStep(
            "Bring in the delivery plans",
            "From a workbook, all sheets at once, or from the Word plans you have; or type them in "
            "under Admin.",
            "imports/",
            planned,
        ),
        add_people(officer),
        FirstStep(
            "Open the first quarter",
            "From then on, figures and updates are reported into it.",
            "quarters/",
            begun,
        ),
    ]


def add_people(officer: User) -> FirstStep:
    """Done when somebody else knows how to come in: who came with a workbook does not yet."""
    done = invited().exclude(pk=officer.pk).exists()
    if waiting := waiting_for_an_invitation().exclude(pk=officer.pk).count():
        people = "1 person cannot" if waiting == 1 else f"{waiting:,} people cannot"
        hint = f"{people} sign in yet: choose them in the list, and “Invite”."
        return FirstStep("Add the people", hint, "admin/accounts/user/?invited=no", done)
    hint = "Leads, service managers and Board members: each is sent, or handed, a one-time link."
    return FirstStep("Add the people", hint, "admin/accounts/user/add/", done)
