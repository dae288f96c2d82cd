"""A record that is not as its history last told is found, whoever changed it and however."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from audit import strays as astray
from audit.histories import histories, model_of
from audit.strays import NOT_COMPARED, difference, strays
from periods.models import Quarter
from tests import builders
from tests.admin.conftest import make_one_of_everything

pytestmark = pytest.mark.django_db


def by_sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


@pytest.fixture
def everything(db):
    """A record of every noun, each written as the house writes it."""
    return make_one_of_everything(builders.make_officer())


def test_what_the_house_wrote_is_as_its_history_says(everything):
    assert list(strays()) == []
    kept = [each for each in histories().values() if each._base_manager.exists()]
    assert len(kept) > len(histories()) / 2


def test_each_record_that_was_changed_is_told_with_its_fields(everything):
    indicator, quarter = builders.make_indicator(code="NI 998"), Quarter.objects.first()
    by_sql("UPDATE indicators_indicator SET title = 'x', lead = 'y' WHERE id = %s", indicator.pk)
    by_sql("UPDATE periods_quarter SET due = '2031-01-31' WHERE label = %s", quarter.pk)

    assert sorted(strays()) == [
        f"Indicator {indicator.pk} was changed, of which its history does not tell: title, lead.",
        f"Quarter {quarter.pk} was changed, of which its history does not tell: due.",
    ]


def test_it_is_the_last_that_its_history_told_which_counts():
    person = builders.make_user(name="Ann")
    person.name = "Ann Other"
    person.save()
    assert list(strays()) == []
    by_sql("UPDATE accounts_user SET name = 'Ann' WHERE id = %s", person.pk)
    assert list(strays()) == [
        f"Person {person.pk} was changed, of which its history does not tell: name."
    ]


def test_what_was_put_in_taken_away_or_put_back_by_sql_is_told():
    put_in, gone, back = (
        builders.make_user(email=f"{name}@council.example") for name in ("a", "b", "c")
    )
    columns = ", ".join(f'"{each.column}"' for each in User._meta.concrete_fields[1:])
    key = back.pk
    back.delete()
    new = gone.pk + 1_000
    for pk, sign in ((new, "x"), (key, "y")):
        chosen = columns.replace('"username"', f"'{sign}'").replace('"email"', f"'{sign}'")
        by_sql(
            f"INSERT INTO accounts_user (id, {columns}) "  # noqa: S608, all ours
            f"SELECT {pk}, {chosen} FROM accounts_user WHERE id = %s",
            put_in.pk,
        )
    by_sql("DELETE FROM accounts_user WHERE id = %s", gone.pk)

    assert list(strays()) == [
        f"Person {gone.pk} was removed, of which its history does not tell.",
        f"Person {key} is there, though its history says that it was removed.",
        f"Person {new} was put in: it has no history.",
    ]


def test_fields_that_a_history_leaves_out_are_not_compared():
    person = builders.make_user()
    by_sql("UPDATE accounts_user SET password = '!' WHERE id = %s", person.pk)
    assert list(strays()) == []


def test_no_more_is_left_out_than_is_known():
    left_out = {
        f"{model._meta.label}.{field.name}"
        for history in histories().values()
        for model in [model_of(history)]
        for field in model._meta.concrete_fields
        if field.name in NOT_COMPARED or not hasattr(history, field.attname)
    }
    records = "indicators.Actual plans.ActionUpdate plans.DependencyUpdate plans.MilestoneUpdate"
    assert left_out == {
        "accounts.User.password",
        "accounts.User.last_login",
        "accounts.User.sessions_ended_at",
        "plans.DeliveryPlan.slug",
        "indicators.Indicator.slug",
        *(f"{each}.entered_at" for each in [*records.split(), "risks.RiskAssessment"]),
    }


def test_it_costs_two_queries_a_model_however_many_records_there_are(
    everything, django_assert_num_queries
):
    for number in range(30):
        builders.make_indicator(code=f"NI {900 + number}")
    with django_assert_num_queries(2 * len(histories())):
        assert list(strays()) == []


def test_a_record_that_somebody_saves_between_the_two_readings_is_none_of_them(monkeypatch):
    person = builders.make_user(name="Ann")
    before = User.history.get(id=person.pk)
    person.name = "Ann Other"
    person.save()

    def read_too_early(model, history):
        return [(person.pk, person, before)] if model is User else []

    monkeypatch.setattr(astray, "side_by_side", read_too_early)
    assert difference(User.history.model, person, before)
    assert list(strays()) == []


def test_the_command_names_each_and_ends_with_status_1(written):
    with written():
        person = builders.make_user()
    call_command("verify_audit", stdout=StringIO())
    by_sql("UPDATE accounts_user SET office = 'officer' WHERE id = %s", person.pk)

    told = StringIO()
    with pytest.raises(CommandError, match="Not as their history says: 1"):
        call_command("verify_audit", stdout=StringIO(), stderr=told)
    sentence = f"Person {person.pk} was changed, of which its history does not tell: office."
    assert sentence in told.getvalue()
