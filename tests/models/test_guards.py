"""The database itself keeps what is published, whoever writes and however."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Actual, Baseline, IndicatorRule, Target
from periods.models import Quarter
from periods.triggers import BEGUN, JUDGED, KEPT, LOCKED, PUBLISHED, lifted
from plans.models import ActionUpdate, DependencyUpdate, MilestoneUpdate
from reports import locks as reports_locks
from reports.models import (
    Clearance,
    Download,
    FurtherHiding,
    Release,
    ReleasedReport,
    ToldIndicator,
    Withdrawal,
)
from returns import locks as returns_locks
from returns.models import Flag, ReturnEvent, RoundEvent
from risks.models import RiskAssessment
from tests import builders

pytestmark = pytest.mark.django_db
GUARDS = [*returns_locks.guards(), *reports_locks.guards()]
Q2, Q3 = "2009/10 Q2", "2009/10 Q3"
LONG_AGO = datetime(2009, 1, 5, tzinfo=UTC)


def trigger_names():
    tables = "sqlite_master WHERE type = 'trigger'"
    column = "name"
    if connection.vendor == "postgresql":
        tables, column = "pg_trigger WHERE NOT tgisinternal", "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {tables}")  # noqa: S608, both are ours
        return {name for (name,) in cursor.fetchall()}


EXPECTED = {guard.name(event) for guard in GUARDS for event in guard.events}


def test_every_guard_is_there_after_migrate():
    assert trigger_names() >= EXPECTED


def test_no_two_guards_share_a_name():
    assert len(EXPECTED) == sum(len(guard.events) for guard in GUARDS)


def test_migrating_again_puts_back_what_was_lost_and_doubles_nothing():
    lost = GUARDS[0].name("UPDATE")
    table = f" ON {GUARDS[0].table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {lost}{table}")
    assert lost not in trigger_names()
    call_command("migrate", verbosity=0)
    assert trigger_names() >= EXPECTED


def test_guards_can_be_lifted_and_are_there_again():
    with lifted(GUARDS):
        assert not EXPECTED & trigger_names()
    assert trigger_names() >= EXPECTED


def make_in_q2(make):
    """A row made while Q2 was open; Q2 is published afterwards and Q3 opened."""
    builders.make_quarter(Q2)
    row = make()
    builders.set_state(Q2, "published")
    builders.make_quarter(Q3)
    return row


RECORDS = {
    Actual: lambda: builders.make_actual(period="2009/10 Q1"),
    ActionUpdate: builders.make_action_update,
    MilestoneUpdate: builders.make_milestone_update,
    DependencyUpdate: builders.make_dependency_update,
    RiskAssessment: builders.make_assessment,
}
VERSIONS = {
    IndicatorRule: builders.make_rule,
    Baseline: lambda: builders.make_baseline(period="2008/09"),
    Target: builders.make_target,
}
LOCKED_TABLES = [
    pytest.param(model, make, words, id=model.__name__)
    for table, words in ((RECORDS, LOCKED), (VERSIONS, JUDGED))
    for model, make in table.items()
]


def refused(words):
    """The database refuses what is done within, in these words."""
    return pytest.raises(IntegrityError, match=words.replace(".", r"\."))


def test_every_locked_table_is_tried():
    assert set(RECORDS) == set(returns_locks.RECORDS)
    assert set(VERSIONS) == set(returns_locks.VERSIONS)


@pytest.mark.parametrize(("model", "make", "words"), LOCKED_TABLES)
def test_a_published_row_is_not_updated_behind_the_models_back(model, make, words):
    row = make_in_q2(make)
    column = "reason" if hasattr(row, "reason") else "commentary"
    with refused(words), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: "forged"})


@pytest.mark.parametrize(("model", "make", "words"), LOCKED_TABLES)
def test_a_published_row_is_not_deleted_by_plain_sql(model, make, words):
    row = make_in_q2(make)
    with refused(words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


@pytest.mark.parametrize(("model", "make", "words"), LOCKED_TABLES)
def test_no_row_is_added_in_bulk_to_a_published_quarter(model, make, words):
    row = make_in_q2(make)
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    copy = model(**{each.attname: getattr(row, each.attname) for each in columns})
    with refused(words), transaction.atomic():
        model.objects.bulk_create([copy])


@pytest.mark.parametrize(
    ("model", "make"), [pytest.param(*each, id=each[0].__name__) for each in RECORDS.items()]
)
def test_a_row_does_not_move_into_or_out_of_a_published_quarter(model, make):
    row = make_in_q2(make)
    with refused(LOCKED), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{row.quarter_field: Q3})
    builders.set_state(Q2, "withdrawn")
    model.objects.filter(pk=row.pk).update(**{row.quarter_field: Q3})
    builders.set_state(Q2, "published")
    with refused(LOCKED), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{row.quarter_field: Q2})


@pytest.mark.parametrize("state", ["open", "closed", "withdrawn"])
def test_a_row_of_an_unpublished_quarter_is_written_freely(state):
    row = make_in_q2(RECORDS[Actual])
    builders.set_state(Q3, "not opened")
    builders.set_state(Q2, state)
    assert Actual.objects.filter(pk=row.pk).update(why="Because") == 1


def test_history_before_the_first_round_is_written_until_a_later_round_is_published():
    builders.make_quarter("2008/09 Q1", state="not opened")
    builders.make_quarter(Q2)
    row = builders.make_actual(
        period="2008/09 Q1", reported_in=builders.make_quarter("2008/09 Q1", state="not opened")
    )
    assert Actual.objects.filter(pk=row.pk).update(why="Copied from the plan") == 1
    builders.set_state(Q2, "published")
    with refused(LOCKED), transaction.atomic():
        Actual.objects.filter(pk=row.pk).update(why="forged")


def test_a_version_from_the_open_quarter_on_is_written_freely():
    make_in_q2(VERSIONS[Target])
    target = builders.make_target(from_quarter=Q3)
    assert Target.objects.filter(pk=target.pk).update(value=81) == 1


def appended():
    """One row of every table that is only ever added to."""
    person, quarter = builders.make_user(), builders.make_quarter(Q3)
    release = Release.objects.create(quarter=quarter, number=1, published_by=person)
    return {
        ReturnEvent: ReturnEvent.objects.create(
            owner=builders.make_return(), step="started", by=person
        ),
        RoundEvent: RoundEvent.objects.create(quarter=quarter, what="opened", by=person),
        Release: release,
        ReleasedReport: ReleasedReport.objects.create(release=release, key="quarter", data={}),
        ToldIndicator: ToldIndicator.objects.create(
            release=release, indicator=builders.make_indicator()
        ),
        Withdrawal: Withdrawal.objects.create(release=release, by=person, reason="x"),
        Clearance: builders.make_clearance(),
        FurtherHiding: builders.make_further_hiding(),
        Download: builders.make_download(),
        Flag: builders.make_flag(),
    }


COLUMNS = {
    ReturnEvent: "reason",
    RoundEvent: "reason",
    Release: "reason",
    ReleasedReport: "key",
    ToldIndicator: "indicator",
    Withdrawal: "reason",
    Clearance: "place",
    FurtherHiding: "reason",
    Download: "file",
    Flag: "note",
}


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_what_is_only_added_is_neither_changed_nor_deleted(model):
    row, column = appended()[model], COLUMNS[model]
    forged = F(column) if model._meta.get_field(column).is_relation else "forged"
    with refused(KEPT), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: forged})
    with refused(KEPT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


def settling(person) -> dict:
    return {"settled_by": person, "settled_at": timezone.now()}


def test_a_flag_is_settled_once_and_stays_so():
    flag, person = builders.make_flag(), builders.make_user(email="other@council.example")
    assert Flag.objects.filter(pk=flag.pk).update(**settling(flag.by)) == 1
    for later in (settling(person), {"settled_by": None, "settled_at": None}, {"about": "x"}):
        with refused(KEPT), transaction.atomic():
            Flag.objects.filter(pk=flag.pk).update(**later)


@pytest.mark.parametrize(
    "forged",
    [{"note": "Never mind."}, {"about": "action-2"}, {"title": "x"}, {"at": LONG_AGO}],
    ids=lambda forged: next(iter(forged)),
)
def test_nothing_of_a_flag_is_written_over_as_it_is_settled(forged):
    flag = builders.make_flag()
    with refused(KEPT), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(**settling(flag.by), **forged)
    with refused(KEPT), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(by=builders.make_user(email="other@council.example"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"due": "2009-12-31"}, id="due"),
        pytest.param({"due": None}, id="no due date any more"),
        pytest.param({"opens": "2009-10-01"}, id="opens, where it had no date"),
        pytest.param({"label": "2009/10 Q1"}, id="label"),
        pytest.param({"state": "open"}, id="opened again"),
        pytest.param({"state": "withdrawn", "due": "2009-12-31"}, id="due, as it is withdrawn"),
    ],
)
def test_a_published_round_changes_only_by_being_withdrawn(change):
    builders.make_quarter(Q2, state="published", due="2009-10-15")
    with refused(PUBLISHED), transaction.atomic():
        Quarter.objects.filter(pk=Q2).update(**change)
    assert Quarter.objects.filter(pk=Q2).update(state="withdrawn") == 1
    assert Quarter.objects.filter(pk=Q2).update(due="2009-12-31") == 1


@pytest.mark.parametrize("state", ["open", "closed", "published", "withdrawn"])
def test_a_round_that_was_opened_is_not_deleted(state):
    builders.make_quarter(Q2, state=state)
    with refused(BEGUN), transaction.atomic():
        Quarter.objects.filter(pk=Q2).delete()


def test_a_round_that_was_never_opened_can_be_deleted():
    builders.make_quarter(Q2, state="not opened")
    Quarter.objects.filter(pk=Q2).delete()
    assert not Quarter.objects.exists()


def test_nothing_is_added_to_a_withdrawn_release():
    release = appended()[Release]
    with refused(reports_locks.HIDDEN), transaction.atomic():
        ReleasedReport.objects.create(release=release, key="plan/ni-101", data={})


def test_the_history_of_every_noun_is_guarded():
    named = {each for each in apps.get_models() if each.__name__.startswith("Historical")}
    assert len(named) > 15
    assert set(returns_locks.histories()) == named


def test_history_is_neither_changed_nor_deleted():
    row = builders.make_actual()
    with refused(KEPT), transaction.atomic():
        row.history.update(history_change_reason="forged")
    with refused(KEPT), transaction.atomic():
        row.history.all().delete()


def test_a_version_from_the_published_quarter_itself_is_not_written():
    make_in_q2(VERSIONS[Target])
    with refused(JUDGED), transaction.atomic():
        builders.make_target(from_quarter=Q2)
