"""What is kept is everything, and comes back as it was."""

import base64
import json

import pytest
from django.apps import apps
from django.db import connection, transaction

from indicators.models import Actual, Indicator
from laa_tracker.backups import tables
from laa_tracker.backups.tables import CannotLoad, lines_of, load, tables_of
from periods.triggers import remove
from reports import locks as reports_locks
from returns import locks as returns_locks
from tests import builders


@pytest.fixture
def everything(db):
    """Some of each that is awkward to keep: bytes, JSON, decimals, times, states, any letters."""
    builders.make_officer(name="Zoë “Ångström” \N{SNOWMAN}")
    builders.make_quarter("2009/10 Q3")
    indicator = builders.make_annual_indicator(title="=1+1\n\t'quoted' \\ and 💡")
    builders.make_actual(indicator=indicator, numerator=5, denominator=40)
    builders.make_target(indicator=indicator)
    action = builders.make_action()
    action.indicators_fed.add(indicator)
    builders.make_milestone_update(milestone=builders.make_milestone(action=action))
    builders.make_draft()
    builders.make_feed_token()
    builders.make_clearance()
    gone = builders.make_risk()
    gone.delete()


def emptied() -> None:
    """No row in any table, as in a database that was only migrated."""
    remove([*returns_locks.guards(), *reports_locks.guards()], "default")
    with connection.cursor() as cursor:
        for model in tables_of(apps):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 - Django's name


def lines_now() -> list[str]:
    return list(lines_of(apps, "default"))


def test_every_table_is_kept_but_who_is_signed_in_at_this_moment():
    held = {each._meta.db_table for each in tables_of(apps)}
    ours = {each._meta.db_table for each in apps.get_models(include_auto_created=True)}
    assert ours - held == {"django_session"}


def test_what_was_kept_comes_back_as_it_was(everything):
    before = lines_now()
    emptied()
    assert lines_now() != before

    told = load(before, apps, "default")

    assert lines_now() == before
    assert sum(each.rows for each in told) == sum(line.startswith("[") for line in before)


def test_what_came_back_is_what_the_models_say(everything):
    before = lines_now()
    emptied()
    load(before, apps, "default")

    assert Indicator.objects.get(title__contains="💡").title == "=1+1\n\t'quoted' \\ and 💡"
    assert [(each.numerator, each.denominator) for each in Actual.objects.all()] == [(5, 40)]


def test_no_key_is_given_out_twice_though_its_row_is_gone(everything):
    last = builders.make_indicator()
    number = last.pk
    last.delete()
    before = lines_now()
    emptied()
    load(before, apps, "default")

    assert builders.make_indicator().pk > number


def test_a_row_that_is_missing_is_found(everything):
    lines = lines_now()
    lines.remove(next(each for each in lines if each.startswith("[")))
    emptied()
    with pytest.raises(CannotLoad, match="are not those that were kept"), transaction.atomic():
        load(lines, apps, "default")


def test_a_table_that_is_missing_is_found(everything):
    lines = lines_now()
    last = max(number for number, each in enumerate(lines) if '"table"' in each)
    emptied()
    with pytest.raises(CannotLoad, match="has not every table"), transaction.atomic():
        load(lines[:last], apps, "default")


def test_a_kind_of_value_that_nobody_thought_of_is_refused_and_not_guessed():
    with pytest.raises(TypeError, match="does not know how to keep complex"):
        tables.written([1j])


def test_bytes_are_kept_as_letters():
    assert json.loads(tables.written([b"\x00\xff"])) == [base64.b64encode(b"\x00\xff").decode()]
