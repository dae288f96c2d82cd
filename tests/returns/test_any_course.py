"""Whatever course two quarters take, the records, the returns and what the Board reads are what a
plain model says: typing, handing in, sending back, signing off, publishing, withdrawing, importing
and undoing, in any order, by anybody.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from indicators.models import Actual
from periods.calendar import FinancialQuarter
from periods.models import Quarter
from returns.models import Draft
from returns.rounds import return_states
from returns.workflow import ALLOWED_FROM, ReturnState, Step
from tests import builders
from tests.load.driver import size
from tests.returns.browser import boxes
from tests.returns.house import client_of
from tests.returns.plainly import QUARTERS, Model
from tests.workbooks.books import ACTUALS, xlsx
from workbooks.importing import NotSaved, import_content
from workbooks.undoing import NotUndone, undo

pytestmark = pytest.mark.django_db

PEOPLE = ("manager", "lead", "officer", "outsider", "board")
STEPS = 50
FEW, MORE = 2, 16
MANY = size("LAA_COURSES", 40)


class Course:
    """The product and the model side by side, asked the same by the same people."""

    def __init__(self, seed: int):
        self.lot, self.model = random.Random(seed), Model()
        self.trail: list[str] = []
        self.came: Counter[tuple[str, bool]] = Counter()
        indicator = builders.make_indicator(
            code="LAC 01", unit="number", counted_as="visit", frequency="quarterly",
            q1_expects="final", q2_expects="final", q3_expects="final", q4_expects="final",
        )  # fmt: skip
        builders.make_rule(indicator=indicator, decimals=0)
        builders.make_target(indicator=indicator, period="2009/10 Q4", value=Decimal(99))
        self.plan = builders.make_plan(reference="NI 101", indicators=[indicator])
        elsewhere = builders.make_plan(reference="LAC Other")
        for each in QUARTERS:
            builders.make_quarter(each, state="not opened")
        self.officer = builders.make_officer()
        people = {
            "manager": builders.make_part(plan=self.plan, user=builders.make_user()).user,
            "lead": builders.make_part(plan=self.plan, user=builders.make_user(), part="lead").user,
            "officer": self.officer,
            "outsider": builders.make_part(plan=elsewhere, user=builders.make_user()).user,
            "board": builders.make_user(office="Board member"),
        }
        self.browsers = {who: client_of(person) for who, person in people.items()}
        self.imports: list[tuple] = []

    def run(self) -> None:
        steps: list[Callable[[], bool]] = [
            partial(self.of_a_round, "open"), partial(self.of_a_round, "close"),
            *[partial(self.of_a_round, "publish")] * 2, partial(self.of_a_round, "withdraw"),
            *[self.type_a_figure] * 5, *[self.hand_in] * 4,
            partial(self.of_a_return, "recall"), partial(self.of_a_return, "send_back"),
            *[partial(self.of_a_return, "sign_off")] * 2, partial(self.of_a_return, "reopen"),
            *[self.import_a_figure] * 2, self.undo_an_import,
        ]  # fmt: skip
        for _ in range(STEPS):
            self.trail.append("")
            took = self.lot.choice(steps)()
            self.came[self.trail[-1].split()[0], took] += 1
            self.trail[-1] += "" if took else ", in vain"
            self.check()

    def say(self, *words: object) -> None:
        self.trail[-1] = " ".join(map(str, words))

    def who(self, *mostly: str) -> str:
        """Mostly somebody who may."""
        return self.lot.choice(mostly if self.lot.random() < 0.8 else PEOPLE)

    def when(self) -> str:
        """Mostly the last quarter that has begun."""
        begun = [each for each in QUARTERS if self.model.rounds[each] != "not opened"]
        return self.lot.choice(begun[-1:] if begun and self.lot.random() < 0.7 else QUARTERS)

    # What people do

    def ask(self, who: str, address: str, **typed: str) -> None:
        """Open a page, type into its boxes and send it: whatever comes of it is no error."""
        browser = self.browsers[who]
        page = browser.get(address)
        sent = boxes(page) if page.status_code == 200 else {}
        for name, text in typed.items():
            ours = [each for each in sent if each == name or each.endswith(f"-{name}")]
            sent |= dict.fromkeys(ours or [name], text)
        answer = browser.post(address, sent)
        assert page.status_code < 500
        assert answer.status_code < 500

    def at(self, quarter: str, page: str) -> str:
        return f"/returns/{self.plan.slug}/{slug(quarter)}/{page}/"

    def of_a_round(self, step: str) -> bool:
        quarter = self.lot.choice(QUARTERS) if step == "open" else self.when()
        who = self.who("officer")
        self.say(step, quarter, who)
        self.ask(who, f"/quarters/{slug(quarter)}/{step}/", reason="As it is")
        return getattr(self.model, step)(who, quarter)

    def type_a_figure(self) -> bool:
        quarter, who = self.when(), self.who("manager", "manager", "officer")
        period = self.lot.choice(self.model.owed(quarter) or QUARTERS[:1])
        number = self.lot.randint(10, 14)
        self.say("type", quarter, period, number, who)
        self.ask(
            who, self.at(quarter, f"figures/lac-01.{slug(period)}"), available="yes",
            value=str(number), reason="Counted again", then="later",
        )  # fmt: skip
        return self.model.type(who, quarter, period, number)

    def hand_in(self) -> bool:
        quarter, who = self.when(), self.who("manager", "lead", "officer")
        self.say("hand_in", quarter, who)
        self.ask(who, self.at(quarter, "summary"), summary="All is well.", then="later")
        self.ask(who, self.at(quarter, "check"), **{"unchanged-figures": "They are right"})
        return self.model.hand_in(who, quarter)

    def of_a_return(self, step: str) -> bool:
        quarter, who = self.when(), self.who("lead", "officer")
        self.say(step, quarter, who)
        self.ask(
            who, self.at(quarter, step.replace("_", "-")), reason="Look again", sections="figures"
        )
        return getattr(self.model, step)(who, quarter)

    def import_a_figure(self) -> bool:
        quarter, period, number = self.when(), self.lot.choice(QUARTERS), self.lot.randint(10, 14)
        self.say("import", quarter, period, number)
        before, _ = self.model.kept.get((period, quarter), (None, None))
        rows = [ACTUALS, ["LAC 01", period, quarter, "final", None, None, number]]
        try:
            made = import_content(
                "figures.xlsx", xlsx(Actuals=rows), by=self.officer, accept_warnings=True,
                reason="From the register",
            ).record  # fmt: skip
            why = ""
        except NotSaved as refusal:
            made, why = None, str(refusal)
        took = self.model.bring(period, quarter, number)
        assert (made is not None) == took, why
        if made:
            self.imports.append((made.pk, period, quarter, before, self.model.writings))
        return took

    def undo_an_import(self) -> bool:
        self.say("undo")
        if not self.imports:
            return False
        key, *what = chosen = self.lot.choice(self.imports)
        self.say("undo", *what)
        try:
            undo(key, by=self.officer, reason="The wrong file")
            was_undone, why = True, ""
        except NotUndone as refusal:
            was_undone, why = False, str(refusal.rests or refusal)
        assert was_undone == self.model.put_back(*what), why
        if was_undone:
            self.imports.remove(chosen)
        return was_undone

    # What must hold after each of them

    def check(self) -> None:
        model = self.model
        assert dict(Quarter.objects.values_list("label", "state")) == model.rounds
        states = {
            each: str(return_states(each).get(self.plan.pk, "not started")) for each in QUARTERS
        }
        assert states == {each: model.answers[each].state for each in QUARTERS}
        found = Actual.objects.values_list("period", "reported_in", "value")
        assert {(period, quarter): value for period, quarter, value in found} == {
            figure: Decimal(number) for figure, (number, _) in model.kept.items()
        }
        typed = Draft.objects.filter(about__startswith="lac-01.")
        assert {(each.owner.quarter_id, each.about): each.typed["value"] for each in typed} == {
            (quarter, f"lac-01.{slug(period)}"): str(one.number)
            for quarter, ours in model.answers.items()
            for period, one in ours.typed.items()
        }
        read = {
            each: told for each in QUARTERS if (told := self.read_by_the_board(each)) is not None
        }
        assert read == model.read

    def read_by_the_board(self, quarter: str) -> dict[tuple[str, str], int] | None:
        """Every figure as at the quarter, by its period and who reported it; None before it is
        published.
        """
        answer = self.browsers["board"].get(f"/feeds/actuals.json?as_at={slug(quarter)}")
        if answer.status_code == 404:
            return None
        rows = answer.json()["rows"]
        return {(each["period"], each["reported_in"]): int(each["value"]) for each in rows}


def slug(quarter: str) -> str:
    return FinancialQuarter.from_label(quarter).slug


def courses():
    for seed in range(MANY):
        slow = [pytest.mark.slow] if seed >= MORE else []
        yield pytest.param(seed, marks=slow or ([pytest.mark.thorough] if seed >= FEW else []))


@pytest.fixture(autouse=True)
def in_november(settings):
    settings.LAA_TODAY = date(2009, 11, 2)


@pytest.mark.parametrize("seed", [*courses()])
def test_two_quarters_take_any_course(seed):
    course = Course(seed)
    try:
        course.run()
    except AssertionError as failed:
        pytest.fail(f"{failed}\n" + "\n".join(course.trail))


def test_what_a_house_without_its_rule_does_is_found(monkeypatch):
    """So it would be found if anything else went another way than the model."""
    monkeypatch.setitem(ALLOWED_FROM, Step.SIGNED_OFF, {ReturnState.DRAFT, ReturnState.SUBMITTED})
    with pytest.raises(AssertionError):
        run_some()


def run_some():
    for seed in range(FEW):
        Course(seed).run()
