"""The demonstration as it is loaded: what a reader sees, and that it can be taken away.

It is loaded once for all of these tests.
"""

import io
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import User
from indicators.models import Indicator
from laa_tracker.demonstration.loading import OPEN, ROUNDS, load, not_the_demonstrations, remove
from periods.calendar import FinancialQuarter
from periods.models import Quarter, QuarterlyRecord
from reports.audiences.access import latest_reading, reading_for
from tests.access.crawl import rolled_back
from tests.builders import (
    make_actual,
    make_agreement,
    make_indicator,
    make_officer,
    make_plan,
    make_user,
)
from tests.demonstration.intended import FORECASTS, MASKED, QUARTERS, STATUSES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _loaded(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        rolled_back(),
        override_settings(LAA_TODAY=date(2010, 1, 11), LAA_DEMO_PASSWORD="a password for tests"),
    ):
        load()
        yield


def seen_by(user, quarter):
    report = reading_for(user, FinancialQuarter.from_label(quarter)).quarterly_report()
    return {line.code: line for line in report.lines}


def test_the_demonstration_shows_what_it_is_meant_to_show():
    officer = User.objects.get(username="officer")

    for index, quarter in enumerate(QUARTERS):
        lines = seen_by(officer, quarter)
        intended = {code: statuses[index] for code, statuses in STATUSES.items()}
        assert {code: line.status for code, line in lines.items()} == intended
        assert {
            (code, quarter): line.forecast_status
            for code, line in lines.items()
            if line.forecast_status
        } == {key: status for key, status in FORECASTS.items() if key[1] == quarter}

    stranger = make_user()
    for quarter in QUARTERS[:2]:
        hidden = {code for code, line in seen_by(stranger, quarter).items() if line.small}
        assert not hidden
        shown = {
            (code, quarter)
            for code, line in seen_by(stranger, quarter).items()
            for cell in (line.actual, line.forecast)
            if cell and not cell.masked and cell.has_number
        }
        assert not shown & MASKED


def test_every_status_is_to_be_seen_but_overdue_which_comes_with_the_due_date():
    officer = User.objects.get(username="officer")
    board = {line.status for quarter in QUARTERS for line in seen_by(officer, quarter).values()}
    public = {line.status for line in seen_by(make_user(), QUARTERS[1]).values()}

    assert board | public == {
        "met", "close", "missed", "no target", "not due", "awaited", "not returned",
        "not available", "context", "suppressed", "masked",
    }  # fmt: skip


def test_the_accounts_the_rounds_and_the_day_are_those_of_the_house(django_assert_num_queries):
    states = dict(Quarter.objects.values_list("label", "state"))
    assert [states[each] for each in QUARTERS] == ["published", "published", "open"]
    third = Quarter.objects.get(label="2009/10 Q3")
    assert (third.opens, third.due) == (date(2010, 1, 4), date(2010, 1, 15))
    for name in ("officer", "lead", "manager", "board"):
        user = User.objects.get(username=name)
        assert user.check_password("a password for tests")
        assert user.email == f"{name}@worcestershire.example"
    parts = User.objects.get(username="manager").parts.values_list("plan__reference", "part")
    assert list(parts) == [("NI 101", "contributor")]
    parts = User.objects.get(username="lead").parts.values_list("plan__reference", "part")
    assert list(parts) == [("NI 101", "lead")]
    assert latest_reading(User.objects.get(username="board")).stamp.released_on == date(2009, 11, 5)


def test_every_record_was_entered_before_its_return_was_signed_off():
    signed_off = {label: day for label, _, _, day, _ in ROUNDS}
    opened = {label: day for label, day, *_ in ROUNDS} | dict([OPEN])
    models = [each for each in apps.get_models() if issubclass(each, QuarterlyRecord)]
    entered = [
        (getattr(each, f"{model.quarter_field}_id"), each.entered_at.date())
        for model in models
        for each in model._base_manager.all()
    ]
    assert {label for label, _ in entered} >= {*opened}
    for label, day in entered:
        assert opened.get(label, date.min) <= day <= signed_off.get(label, date(2010, 1, 11))
    figure = seen_by(User.objects.get(username="board"), "2009/10 Q2")["NI 101"].actual
    assert (figure.entered_on, figure.signed_off_on) == (date(2009, 10, 15), date(2009, 10, 21))


def test_taking_it_away_leaves_nothing_of_it_and_keeps_other_people():
    ours = make_officer(email="officer@council.example")

    remove()

    left = {
        model._meta.label: model._base_manager.count()
        for room in ("plans", "indicators", "risks", "returns", "reports", "workbooks", "periods")
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    assert not {label: count for label, count in left.items() if count}
    assert list(User.objects.all()) == [ours]


def test_it_is_not_taken_away_where_another_agreement_stands_beside_it():
    make_agreement(title="Another agreement", is_live=False)

    with pytest.raises(CommandError, match="another agreement"):
        call_command("remove_demonstration", "--yes")

    assert User.objects.filter(username="officer").exists()


def test_taking_it_away_asks_first(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "no")

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("remove_demonstration")

    assert User.objects.filter(username="officer").exists()


def test_nothing_that_was_loaded_is_taken_for_something_else():
    assert not_the_demonstrations() == []


def test_what_was_entered_beside_it_is_counted_and_taken_only_when_that_is_said(monkeypatch):
    indicator = make_indicator(code="LAC 77")
    make_plan(reference="Plan 77", indicators=[indicator])
    for period in ("2008/09 Q3", "2008/09 Q4"):
        make_actual(indicator=indicator, period=period)
    monkeypatch.setattr("builtins.input", lambda: "no")
    out = io.StringIO()

    with pytest.raises(CommandError, match=r"1 plan, 1 indicator and 2 figures\. .* --everything"):
        call_command("remove_demonstration", "--yes")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("remove_demonstration", stdout=out)

    assert "not the demonstration’s: 1 plan, 1 indicator and 2 figures." in out.getvalue()
    assert Indicator.objects.filter(code="LAC 77").exists()
    call_command("remove_demonstration", "--yes", "--everything")
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (0, "The demonstration is gone.\n"),
        (1, "The demonstration is gone. Accounts of other people were kept.\n"),
    ],
)
def test_other_peoples_accounts_are_spoken_of_where_there_are_some(others, said):
    for _ in range(others):
        make_user()
    out = io.StringIO()

    call_command("remove_demonstration", "--yes", stdout=out)

    assert out.getvalue() == said
    assert User.objects.count() == others


def test_where_nobody_answers_the_sentence_begins_a_line(monkeypatch):
    def nobody():
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    out = io.StringIO()

    with pytest.raises(CommandError, match="Nobody answered: add --yes"):
        call_command("remove_demonstration", stdout=out)

    assert out.getvalue().endswith("\n")
