"""Whoever owes a return is told so in time, once, and what exactly is owed."""

import os
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from periods.models import Quarter
from returns.models import Draft, Nudge, Reminder
from returns.reminder_days import Kind, Occasion, due_reminder
from returns.reminder_words import subject_of
from returns.reminders import nudge, reminders_due
from returns.rounds import close_quarter
from returns.services import recall, return_of, send_back, sign_off, submit
from returns.workflow import NotAllowed
from tests import builders

Q2, Q3 = "2009/10 Q2", "2009/10 Q3"
OPENS, DUE = date(2010, 1, 4), date(2010, 1, 15)
ROOT = Path(__file__).resolve().parents[2]


# On which day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "kind", "day"),
    [
        pytest.param(date(2010, 1, 3), None, None, id="before it opens"),
        pytest.param(OPENS, "opening", OPENS, id="as it opens"),
        pytest.param(date(2010, 1, 7), "opening", OPENS, id="made good until the next"),
        pytest.param(date(2010, 1, 8), "due soon", date(2010, 1, 8), id="5 working days before"),
        pytest.param(date(2010, 1, 14), "due soon", date(2010, 1, 8), id="the day before"),
        pytest.param(DUE, "due today", DUE, id="on the day"),
        pytest.param(date(2010, 1, 16), None, None, id="a Saturday's grace"),
        pytest.param(date(2010, 1, 17), None, None, id="a Sunday's grace"),
        pytest.param(date(2010, 1, 18), "overdue", date(2010, 1, 18), id="1 working day after"),
        pytest.param(date(2010, 1, 24), "overdue", date(2010, 1, 18), id="within the week"),
        pytest.param(date(2010, 1, 25), "overdue", date(2010, 1, 25), id="a week later"),
        pytest.param(date(2010, 3, 9), "overdue", date(2010, 3, 8), id="seven weeks later"),
    ],
)
def test_each_day_has_its_reminder(today, kind, day):
    expected = Occasion(Kind(kind), day) if kind else None

    assert due_reminder(OPENS, DUE, today) == expected


@pytest.mark.parametrize(
    ("opens", "due", "today", "kind"),
    [
        pytest.param("2010-03-22", "2010-04-09", "2010-03-30", "opening", id="Easter does not"),
        pytest.param("2010-03-22", "2010-04-09", "2010-03-31", "due soon", id="count"),
        pytest.param("2010-03-22", "2010-04-01", "2010-04-06", "overdue", id="nor after"),
        pytest.param("2010-03-22", "2010-04-01", "2010-04-05", None, id="on Easter Monday"),
        pytest.param("2010-01-13", "2010-01-15", "2010-01-13", "opening", id="a short round"),
        pytest.param("2010-01-13", "2010-01-15", "2010-01-14", "opening", id="is not warned of"),
        pytest.param("2010-01-08", "2010-01-15", "2010-01-08", "opening", id="one mail a day"),
        pytest.param("2010-01-15", "2010-01-15", "2010-01-15", "due today", id="a round of a day"),
    ],
)
def test_bank_holidays_and_short_rounds_are_known(opens, due, today, kind):
    found = due_reminder(*map(date.fromisoformat, (opens, due, today)))

    assert (str(found.kind) if found else None) == kind


# What it says -------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def house(settings):
    settings.SITE_URL = "https://laa.council.example"
    settings.LAA_TODAY = OPENS


@pytest.fixture
def quarter(db):
    builders.make_quarter(Q2, state="closed")
    return builders.make_quarter(Q3, opens=OPENS, due=DUE)


@pytest.fixture
def officer(db):
    return builders.make_officer(name="Olive Officer")


@pytest.fixture
def plan(quarter):
    """NI 101 with something of everything, some of it in."""
    gcse = builders.make_annual_indicator(code="NI 101", q3_expects="final")
    plan = builders.make_plan(reference="NI 101", indicators=[gcse])
    for number in (1, 2, 3):
        builders.make_action(plan=plan, number=number, action=f"Tutor Jamie Doe for {number} hours")
        builders.make_risk(plan=plan, number=number, risk="Jamie Doe leaves")
    first, second, _ = plan.actions.all()
    builders.make_action_update(action=first, quarter=quarter, commentary="9 of 61 children")
    builders.make_assessment(risk=plan.risks.last(), quarter=quarter)
    for number, due in enumerate((date(2009, 9, 30), date(2010, 9, 30)), start=1):
        builders.make_milestone(
            action=second, number=number, words="Jamie Doe is taught", first_due=due
        )
    builders.make_dependency(plan=plan, priority="NI 99")
    builders.make_dependency(plan=plan, priority="Jamie Doe's school")
    return plan


def remind(*options) -> str:
    """Run the command; what it wrote to standard output."""
    out = StringIO()
    call_command("send_reminders", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def addressees() -> list[str]:
    return sorted(address for each in mail.outbox for address in each.to)


def test_a_mail_says_what_is_owed_until_when_and_where(connie):
    remind()

    (sent,) = mail.outbox
    assert sent.subject == "LAA Tracker: the quarter is open for your return"
    assert sent.content_subtype == "plain"
    assert (
        sent.body.strip()
        == """\
Hello Connie Contributor,

2009/10 Quarter 3 is open. Your return for it is due on 15 January 2010.

NI 101
Still owed:
- the figure of NI 101: final for 2008/09
- actions 2 and 3
- milestone 2.1, due 30 September 2009
- risks 1 and 2
- dependencies NI 99 and number 2
- the summary for the Board
Fill it in here:
https://laa.council.example/returns/ni-101/2009-q3/

What cannot be had in time can be said so in the return, with the day it is expected.
You are sent this because you have a part in NI 101.

LAA Tracker"""
    )


@pytest.mark.parametrize(
    ("day", "subject", "says"),
    [
        (OPENS, "the quarter is open for your return", "is open. Your return for it is due on"),
        (date(2010, 1, 11), "your quarterly return is due soon", "is due on 15 January 2010."),
        (DUE, "your quarterly return is due today", "is due today, 15 January 2010."),
        (date(2010, 1, 18), "your quarterly return is overdue", "was due on 15 January 2010, and"),
    ],
)
def test_each_kind_has_its_words(settings, connie, day, subject, says):
    settings.LAA_TODAY = day

    remind()

    assert mail.outbox[0].subject == f"LAA Tracker: {subject}"
    assert says in mail.outbox[0].body


@pytest.mark.parametrize("kind", [*Kind, None], ids=str)
@pytest.mark.parametrize("plans", [1, 2])
def test_a_subject_has_no_number_in_it(kind, plans):
    assert not any(each.isdigit() for each in subject_of(kind, plans))


def test_a_mail_tells_no_figure_no_child_and_nobodys_words(plan, connie):
    builders.make_actual(
        indicator=plan.indicators.get(), period="2008/09", standing="provisional",
        numerator=9, denominator=61, why="Jamie Doe was ill",
    )  # fmt: skip
    remind()

    body = mail.outbox[0].body
    assert [
        each for each in ("61", "14.8", "%", "Jamie", "children", "hours") if each in body
    ] == []


def test_one_mail_tells_of_all_plans_of_a_person(quarter, connie):
    other = builders.make_plan(reference="NI 99")
    builders.make_part(plan=other, user=connie, part="lead")

    remind()

    (sent,) = mail.outbox
    assert sent.subject == "LAA Tracker: the quarter is open for your returns"
    assert "Your returns for it are due on" in sent.body
    assert sent.body.index("/returns/ni-99/2009-q3/") < sent.body.index("/returns/ni-101/2009-q3/")
    assert "a part in NI 99 and NI 101" in sent.body


def test_a_return_that_lacks_nothing_is_still_to_be_submitted(quarter):
    part = builders.make_part(plan=builders.make_plan())
    ours = builders.make_return(plan=part.plan, quarter=quarter)
    Draft.objects.create(owner=ours, about="summary", typed={"summary": "All well."}, by=part.user)

    remind()

    assert "All it asks for is in: check it and submit it." in mail.outbox[0].body


def test_what_is_typed_and_right_is_not_asked_for_again(plan, quarter, connie):
    ours = builders.make_return(plan=plan, quarter=quarter)
    typed = {"action-2": {"status": "on track", "commentary": "Well."}, "risk-1": {"impact": "Low"}}
    for about, answer in typed.items():
        Draft.objects.create(owner=ours, about=about, typed=answer, by=connie)

    remind()

    body = mail.outbox[0].body
    assert "- action 3\n" in body
    assert "- risks 1 and 2\n" in body
    assert "- the summary for the Board\n" in body


@pytest.mark.parametrize(
    ("begun", "says"),
    [
        pytest.param(1, "- a correction, or something new, that was begun and", id="one"),
        pytest.param(2, "- 2 corrections or new things that were begun and", id="two"),
    ],
)
def test_what_was_begun_besides_is_told(quarter, begun, says):
    part = builders.make_part(plan=builders.make_plan())
    ours = builders.make_return(plan=part.plan, quarter=quarter)
    for number in range(begun):
        about = f"new-risk-00000000000{number}"
        Draft.objects.create(owner=ours, about=about, typed={"impact": "Low"}, by=part.user)

    remind()

    assert says in mail.outbox[0].body


def test_whom_to_ask_is_said_where_it_is_known(settings, connie):
    settings.LAA_CONTACT = "performance@council.example"

    remind()

    assert "Questions: performance@council.example" in mail.outbox[0].body


# To whom ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("course", "says"),
    [
        pytest.param([], "Still owed:", id="not started"),
        pytest.param([submit, recall], "It is begun:", id="taken back"),
        pytest.param([submit, send_back], "It was sent back:", id="sent back"),
        pytest.param([submit], None, id="submitted"),
        pytest.param([submit, sign_off], None, id="signed off"),
    ],
)
def test_only_who_owes_a_return_is_reminded(plan, quarter, connie, officer, course, says):
    for step in course:
        given = {"reason": "The risks are missing"} if step is send_back else {}
        step(return_of(plan, quarter), by=officer, **given)

    remind()

    assert [says in each.body for each in mail.outbox] == ([True] if says else [])


def test_leads_and_contributors_are_reminded_others_are_not(plan, quarter, officer):
    builders.make_user(email="stranger@council.example")
    builders.make_user(email="board@council.example", office="Board member")
    for part in ("lead", "contributor"):
        person = builders.make_user(email=f"{part}@council.example")
        builders.make_part(plan=plan, user=person, part=part)

    remind()

    assert addressees() == ["contributor@council.example", "lead@council.example"]


@pytest.mark.parametrize("given", [{"is_active": False}, {"email": ""}], ids=str)
def test_who_left_or_has_no_address_is_not_written_to(connie, given):
    type(connie).objects.filter(pk=connie.pk).update(**given)

    assert remind() == "Nobody is to be reminded today.\n"
    assert mail.outbox == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda plan, by: close_quarter(Quarter.objects.current(), by=by), id="closed"),
        pytest.param(
            lambda plan, by: Quarter.objects.filter(pk=Q3).update(due=None), id="without a date"
        ),
        pytest.param(
            lambda plan, by: type(plan).objects.update(ended_in=Q2, ended_because="Done"),
            id="a plan that ended",
        ),
    ],
)
def test_nobody_is_reminded_where_nothing_is_owed(plan, connie, officer, change):
    change(plan, officer)

    assert remind() == "Nobody is to be reminded today.\n"


# Never twice --------------------------------------------------------------------------


def test_nobody_is_sent_the_same_twice(settings, connie):
    for day in (OPENS, OPENS, date(2010, 1, 5), date(2010, 1, 8), date(2010, 1, 9), DUE, DUE):
        settings.LAA_TODAY = day
        remind()

    assert list(Reminder.objects.values_list("kind", "day")) == [
        ("opening", OPENS),
        ("due soon", date(2010, 1, 8)),
        ("due today", DUE),
    ]
    assert len(mail.outbox) == 3
    assert not Reminder.objects.filter(sent_at=None).exists()


def test_a_return_that_stays_out_is_called_for_once_a_week(settings, connie):
    for days in range(15):
        settings.LAA_TODAY = date(2010, 1, 16) + timedelta(days=days)
        remind()

    kept = Reminder.objects.values_list("kind", "day")
    assert list(kept) == [("overdue", date(2010, 1, 18)), ("overdue", date(2010, 1, 25))]
    assert len(mail.outbox) == 2


def test_who_comes_to_a_plan_later_is_told_too(settings, plan, connie):
    remind()
    builders.make_part(plan=plan, user=builders.make_user(email="later@council.example"))
    settings.LAA_TODAY = OPENS + timedelta(days=1)

    remind()

    assert addressees() == ["connie@council.example", "later@council.example"]


class RunsAgainMeanwhile(EmailBackend):
    """A mail server so slow that the timer starts a second run."""

    def send_messages(self, messages):
        if not mail.outbox:
            mail.outbox.append("the first run is at it")
            remind()
        return super().send_messages(messages)


def test_of_two_runs_at_once_one_sends(settings, connie):
    settings.EMAIL_BACKEND = f"{__name__}.{RunsAgainMeanwhile.__name__}"
    mail.outbox = []

    remind()

    assert mail.outbox[0] == "the first run is at it"
    assert [each.to for each in mail.outbox[1:]] == [["connie@council.example"]]


@pytest.mark.parametrize(
    ("minutes", "sent"), [pytest.param(1, 0, id="at work"), pytest.param(16, 1, id="killed")]
)
def test_what_a_killed_run_had_claimed_is_sent_by_a_later_one(connie, quarter, minutes, sent):
    builders.make_reminder(
        person=connie, quarter=quarter, claimed_at=timezone.now() - timedelta(minutes=minutes)
    )

    remind()

    assert len(mail.outbox) == sent
    assert Reminder.objects.exclude(sent_at=None).count() == sent


# What goes wrong ----------------------------------------------------------------------


class RefusesConnie(EmailBackend):
    """A mail server that does not know one of the addresses."""

    def send_messages(self, messages):
        if messages[0].to == ["connie@council.example"]:
            raise SMTPRecipientsRefused({"connie@council.example": (550, b"Unknown")})
        return super().send_messages(messages)


def test_a_mail_that_cannot_be_sent_is_told_and_the_others_go(settings, plan, connie):
    builders.make_part(plan=plan, user=builders.make_user(email="zoe@council.example", name="Zoe"))
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.{RefusesConnie.__name__}"
    err = StringIO()

    with pytest.raises(CommandError, match="1 of 2 not sent: run it again") as problem:
        call_command("send_reminders", stdout=StringIO(), stderr=err)

    assert problem.value.returncode == 1
    assert err.getvalue().startswith("Connie Contributor <connie@council.example> was not sent")
    assert addressees() == ["zoe@council.example"]

    settings.EMAIL_BACKEND = works
    remind()

    assert addressees() == ["connie@council.example", "zoe@council.example"]


def test_a_dry_run_says_who_would_be_sent_what_and_does_nothing(connie):
    said = remind("--dry-run")

    assert said.splitlines() == [
        "Would send to Connie Contributor <connie@council.example>: "
        "LAA Tracker: the quarter is open for your return",
        "    NI 101: the figure of NI 101: final for 2008/09; actions 2 and 3; milestone 2.1, due "
        "30 September 2009; risks 1 and 2; dependencies NI 99 and number 2; the "
        "summary for the Board",
        "1 would be sent, nothing was.",
    ]
    assert mail.outbox == []
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(
    ("url", "backend"),
    [("", "console"), ("smtp://mail.council.example:25", "smtp")],
    ids=["not set", "set"],
)
def test_mail_goes_to_the_console_unless_it_is_set_up(url, backend):
    asked = "from django.conf import settings; print(settings.EMAIL_BACKEND)"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "laa_tracker.settings",
        "EMAIL_URL": url,
        "SECRET_KEY": "only for this",
        "DATABASE_URL": "sqlite://:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == f"django.core.mail.backends.{backend}.EmailBackend"


# How often it asks the database -------------------------------------------------------


def add_people(count: int) -> None:
    """So many plans more, each with two people."""
    for _ in range(count):
        plan = builders.make_plan(indicators=[builders.make_indicator()])
        builders.make_milestone(action=builders.make_action(plan=plan), first_due=OPENS)
        builders.make_dependency(plan=plan)
        builders.make_risk(plan=plan)
        for part in ("lead", "contributor"):
            builders.make_part(plan=plan, part=part)


def queries(call) -> int:
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def test_finding_out_costs_the_same_for_many_people_and_plans(quarter):
    add_people(1)
    few = queries(reminders_due)
    add_people(5)

    assert queries(reminders_due) == few
    assert few < 32


def test_sending_costs_the_same_for_each_mail(quarter):
    costs = []
    for plans in (1, 3, 5):
        add_people(plans)
        costs.append(queries(remind))

    two, six, ten = costs
    assert len(mail.outbox) == 2 + 6 + 10
    assert (six - two, ten - six) == (4 * 4, 4 * 4)


# By hand ------------------------------------------------------------------------------


def test_a_nudge_is_sent_once_a_day_and_kept_with_who_sent_it(
    settings, plan, quarter, connie, officer
):
    settings.LAA_TODAY = date(2010, 1, 11)

    first, second = nudge(plan, quarter, officer), nudge(plan, quarter, officer)

    assert str(first) == "Connie Contributor was reminded about NI 101."
    assert str(second) == (
        "Connie Contributor was reminded about NI 101 today already: try again tomorrow."
    )
    (sent,) = mail.outbox
    assert sent.subject == "LAA Tracker: your quarterly return is asked for"
    assert (
        "Olive Officer asks for your return for 2009/10 Quarter 3, which is due on 15 January 2010."
    ) in sent.body
    assert "- actions 2 and 3\n" in sent.body

    settings.LAA_TODAY = date(2010, 1, 18)
    nudge(plan, quarter, officer)

    assert "which was due on 15 January 2010." in mail.outbox[1].body
    kept = Nudge.objects.exclude(sent_at=None).values_list("person", "plan", "by", "day")
    assert list(kept) == [
        (connie.pk, plan.pk, officer.pk, date(2010, 1, 11)),
        (connie.pk, plan.pk, officer.pk, date(2010, 1, 18)),
    ]


def test_a_nudge_goes_beside_the_timers_reminder(plan, quarter, connie, officer):
    remind()
    nudge(plan, quarter, officer)
    remind()

    assert len(mail.outbox) == 2


def test_a_nudge_tells_of_one_plan_only(plan, quarter, connie, officer):
    builders.make_part(plan=builders.make_plan(reference="NI 99"), user=connie)

    nudge(plan, quarter, officer)

    assert "NI 101" in mail.outbox[0].body
    assert "/returns/ni-99/" not in mail.outbox[0].body


def test_a_nudge_that_cannot_be_sent_is_told_and_not_kept(settings, plan, quarter, connie, officer):
    settings.EMAIL_BACKEND = f"{__name__}.{RefusesConnie.__name__}"

    told = str(nudge(plan, quarter, officer))

    assert told.startswith("The mail to Connie Contributor could not be sent (")
    assert not Nudge.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("nobody", "Nobody who may sign in has a part in NI 101: give somebody a part in it"),
        ("submitted", "NI 101 owes no return for 2009/10 Q3 now: there is nothing to ask for."),
        ("closed", "2009/10 Q3 is closed, so nobody can be asked for a return."),
        ("by a lead", "Only a performance officer can remind others of their return."),
    ],
)
def test_a_nudge_that_makes_no_sense_is_refused(plan, quarter, officer, given, sentence):
    by = builders.make_user() if given == "by a lead" else officer
    if given != "nobody":
        builders.make_part(plan=plan)
    if given == "submitted":
        submit(return_of(plan, quarter), by=officer)
    if given == "closed":
        close_quarter(quarter, by=officer)
        quarter.refresh_from_db()

    with pytest.raises(NotAllowed, match=f"^{sentence}"):
        nudge(plan, quarter, by)

    assert mail.outbox == []
