"""Undoing an import: as one change, while nothing later rests on it."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from indicators.models import Actual, Baseline, Indicator, IndicatorRule, Target
from plans.models import Action, DeliveryPlan, PlanIndicator, PlanPerson
from tests.builders import (
    make_actual,
    make_annual_indicator,
    make_baseline,
    make_indicator,
    make_officer,
    make_part,
    make_plan,
    make_quarter,
    make_risk,
    make_rule,
    make_target,
    make_user,
    set_state,
)
from tests.workbooks.books import ACTUALS, INDICATORS, PLANS, TARGETS, bring_with, upload, xlsx
from tests.workbooks.test_pages import words
from workbooks.importing import import_content, receive
from workbooks.models import Import
from workbooks.undoing import WRITTEN, NotUndone, undo, what_rests_on

pytestmark = pytest.mark.django_db

Q1, Q2, Q3 = "2009/10 Q1", "2009/10 Q2", "2009/10 Q3"
BASE = {"Plans": PLANS, "Indicators": INDICATORS}
ACTIONS = ["Plan", "Number", "Action", "Indicators fed"]


@pytest.fixture
def officer(client):
    user = make_officer(name="Olive Officer")
    client.force_login(user)
    return user


def state() -> str:
    """Everything that an import writes, and the links between."""
    rows = [row for model in WRITTEN for row in model._base_manager.order_by("pk")]
    fed = Action.indicators_fed.through.objects.values_list("action", "indicator")
    return f"{serializers.serialize('json', rows)} {sorted(fed)}"


def brought(**sheets) -> Import:
    outcome = bring_with({"reason": "Because"}, **sheets)
    assert outcome.record is not None, [str(each) for each in outcome.problems]
    return outcome.record


def undone(record: Import, by=None) -> Import:
    return undo(record.pk, by=by, reason="Wrong file")


def refused(record: Import) -> list[str]:
    """What stands in the way, and that nothing was undone."""
    before = state()
    with pytest.raises(NotUndone) as raised:
        undone(record)
    assert state() == before
    record.refresh_from_db()
    assert record.state == "saved"
    return [each.what for each in raised.value.rests]


# What is put back


def test_an_import_that_brought_everything_leaves_nothing_when_it_is_undone():
    before = state()
    record = brought(
        **BASE,
        People=[
            ["E-mail", "Name", "Plan", "Part"],
            ["ann@council.example", "Ann", "NI 101", "lead"],
        ],
        Targets=[TARGETS, ["NI 101", "2009/10", None, 17.8]],
        Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 30, 40]],
        Comparators=[
            ["Indicator", "Comparator", "Period", "Value", "Comparable", "Source"],
            ["NI 101", "England", "2008/09", 60, "yes", "DfE"],
        ],
        Actions=[ACTIONS, ["NI 101", 1, "Tuition", "LAC 01; LAC 02"]],
        Action_updates=[["Plan", "Number", "Quarter", "Status"], ["NI 101", 1, Q2, "on track"]],
        Risks=[["Plan", "Number", "Risk"], ["NI 101", 1, "Flu"]],
    )
    assert state() != before

    assert what_rests_on(record) == []
    undone(record)

    assert state() == before
    assert Actual.history.values_list("history_type", flat=True).first() == "-"


def test_what_an_import_changed_is_as_it_was_before(officer):
    indicator = make_annual_indicator(code="NI 101")
    make_rule(indicator=indicator, definition="Old")
    make_baseline(indicator=indicator)
    make_target(indicator=indicator, period="2009/10", value=15)
    figure = make_actual(
        indicator=indicator, period="2008/09", reported_in=make_quarter(Q2), entered_by=officer
    )
    plan = make_plan(reference="P", indicators=[indicator])
    other = make_plan(reference="Other")
    risk = make_risk(plan=plan, number=1, risk="Flu")
    part = make_part(plan=plan, user=make_user(email="ann@council.example", name="Ann"))
    action = Action.objects.create(plan=plan, number=1, action="Tuition")
    action.indicators_fed.set([indicator])
    before = state()

    record = brought(
        People=[["E-mail", "Name", "Plan", "Part"], ["ann@council.example", "Anna", "P", None]],
        Indicators=[
            ["Code", "Plan", "Definition", "Baseline"], ["NI 101", "Other", "New", 3.1],
        ],
        Targets=[TARGETS, ["NI 101", "2009/10", "the start", 16]],
        Actuals=[ACTUALS, ["NI 101", "2008/09", Q2, "final", 31, 40]],
        Actions=[ACTIONS, ["P", 1, "More tuition", None]],
        Risks=[["Plan", "Number", "Risk"], ["P", 1, "Measles"]],
    )  # fmt: skip
    risk.refresh_from_db()
    assert risk.risk == "Measles"
    assert not PlanPerson.objects.filter(pk=part.pk).exists()
    assert PlanIndicator.objects.get().plan == other

    undone(record, by=officer)

    assert state() == before
    figure.refresh_from_db()
    assert figure.entered_by == officer


def test_an_undo_stands_in_the_history_with_its_person_and_reason(officer):
    record = brought(**BASE)
    undone(record, by=officer)
    entry = Indicator.history.first()
    assert (entry.history_type, entry.history_user) == ("-", officer)
    assert entry.history_change_reason == "Wrong file (import of book.xlsx undone)"
    record.refresh_from_db()
    assert (record.state, record.undone_by, record.undone_reason) == (
        "undone", officer, "Wrong file",
    )  # fmt: skip
    assert record.undone_at is not None


def test_what_was_undone_can_be_brought_in_again():
    content = xlsx(**BASE)
    first = import_content("book.xlsx", content).record
    undone(first)
    again = import_content("book.xlsx", content)
    assert again.verdict == "saved"
    assert Indicator.objects.count() == 3
    undone(again.record)
    assert not Indicator.objects.exists()


def test_two_imports_are_undone_in_the_order_in_which_one_rests_on_the_other():
    first = brought(**BASE)
    second = brought(Targets=[TARGETS, ["NI 101", "2009/10", None, 17.8]])
    assert refused(first) == ["Target “NI 101 target 2009/10” names Indicator “NI 101 5 A*-C”"]
    undone(second)
    undone(first)
    assert not Indicator.objects.exists()


def test_an_import_is_undone_after_the_later_one_that_rested_on_it():
    """Taking the last away, and then the one before, and so on."""
    brought(**BASE, Actuals=[ACTUALS, ["NI 101", "2007/08", Q1, "final", 5, 41, None]])
    states, imports = [state()], []
    for number in (6, 7, 8):
        row = ["NI 101", "2007/08", Q1, "final", number, 41, None]
        imports.append(brought(Actuals=[ACTUALS, row]))
        states.append(state())
    assert len(set(states)) == 4
    for record in reversed(imports):
        assert state() == states.pop()
        undone(record)
    assert state() == states.pop()


def test_what_was_changed_by_hand_after_an_undone_import_stands_in_the_way(officer):
    first = brought(**BASE, Actuals=[ACTUALS, ["NI 101", "2007/08", Q1, "final", 5, 41, None]])
    second = brought(Actuals=[ACTUALS, ["NI 101", "2007/08", Q1, "final", 6, 41, None]])
    undone(second)
    figure = Actual.objects.get()
    figure.numerator, figure.reason_for_change = 7, "By hand"
    figure.save()
    assert len(refused(first)) == 1


def test_an_import_is_undone_once():
    record = brought(**BASE)
    undone(record)
    with pytest.raises(NotUndone, match="is not one that stands"):
        undone(record)


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_undo_says_why(reason):
    record = brought(**BASE)
    with pytest.raises(NotUndone, match="say why"):
        undo(record.pk, by=None, reason=reason)
    assert Indicator.objects.exists()


@settings(max_examples=10)
@given(data=st.data())
def test_of_generated_figures_every_one_is_as_it_was_before(data):
    """Some were there, some are changed, some are new: undone, all are as before."""
    with transaction.atomic():
        indicator = make_indicator(code="LAC 88", unit="number")
        make_quarter(Q3)
        quarters = ["2008/09 Q1", "2008/09 Q2", "2008/09 Q3", "2008/09 Q4", Q1, Q2]
        kept = data.draw(st.sets(st.sampled_from(quarters)))
        for period in kept:
            make_actual(indicator=indicator, period=period, value=Decimal(5))
        before = state()
        rows = data.draw(
            st.lists(
                st.tuples(st.sampled_from(quarters), st.integers(1, 9)),
                min_size=1,
                unique_by=lambda each: each[0],
            )
        )
        outcome = bring_with(
            {"reason": "Because"},
            Actuals=[ACTUALS, *(["LAC 88", at, Q3, "final", None, None, n] for at, n in rows)],
        )
        if outcome.record:
            undone(outcome.record)
        assert state() == before
        transaction.set_rollback(True)


# What stands in the way


def changed_figure() -> tuple[Actual, Import]:
    figure = make_actual(
        indicator=make_indicator(code="LAC 01"), period=Q1, reported_in=make_quarter(Q2)
    )
    return figure, brought(Actuals=[ACTUALS, ["LAC 01", Q1, Q2, "final", 31, 40]])


def test_a_later_change_of_the_same_row_stands_in_the_way(officer):
    figure, record = changed_figure()
    figure.refresh_from_db()
    figure.numerator = 33
    figure._history_user = officer
    figure.save()

    assert refused(record) == [f"Figure “{figure}” was changed"]

    (rests,) = what_rests_on(record)
    assert rests.by == str(officer)
    assert rests.at <= timezone.now()


def test_a_row_that_was_deleted_since_stands_in_the_way():
    figure, record = changed_figure()
    figure.delete()
    assert "was taken out" in refused(record)[0]


def test_a_change_that_no_history_tells_of_stands_in_the_way():
    figure, record = changed_figure()
    Actual.objects.filter(pk=figure.pk).update(why="Behind everybody's back")
    assert refused(record) == [f"Figure “{figure}” is not as the import left it"]


def test_a_row_made_since_that_names_one_it_brought_stands_in_the_way(officer):
    record = brought(**BASE)
    risk = make_risk(plan=DeliveryPlan.objects.get(), number=1)
    assert refused(record) == [f"Risk “{risk}” names Delivery plan “NI 101 GCSEs”"]


def test_an_indicator_named_by_an_action_since_stands_in_the_way():
    action = Action.objects.create(plan=make_plan(reference="P"), number=1, action="Tuition")
    record = brought(**BASE)
    action.indicators_fed.add(Indicator.objects.get(code="LAC 01"))
    assert refused(record) == ["Action “P action 1” names Indicator “LAC 01 Health checks”"]


def test_a_person_who_signed_in_since_stands_in_the_way():
    record = brought(People=[["E-mail", "Name"], ["ann@council.example", "Ann"]])
    ann = User.objects.get(email="ann@council.example")
    ann.set_password("long and secret enough")
    User.objects.filter(pk=ann.pk).update(password=ann.password)
    assert refused(record) == ["Ann has chosen a password"]


@pytest.mark.parametrize("of", ["figure", "target"])
def test_a_quarter_published_since_stands_in_the_way(of):
    make_quarter(Q2)
    indicator = make_indicator(code="LAC 01")
    make_rule(indicator=indicator)
    sheets = {
        "figure": {"Actuals": [ACTUALS, ["LAC 01", Q1, Q2, "final", 30, 40]]},
        "target": {"Targets": [TARGETS, ["LAC 01", Q2, None, 80]]},
    }
    record = brought(**sheets[of])
    set_state(Q2, "published")
    (told,) = refused(record)
    assert told.startswith(f"{Q2} is published")


def test_an_import_whose_writing_cannot_be_found_again_is_not_undone():
    record = brought(**BASE)
    Import.objects.filter(pk=record.pk).update(moment=None)
    with pytest.raises(NotUndone):
        undone(record)


def test_every_model_with_a_history_that_sheets_write_can_be_undone():
    """A new noun in a sheet must be undone too."""
    rooms = {"periods", "indicators", "plans", "risks"}
    kept = {
        each
        for each in apps.get_models()
        if each._meta.app_label in rooms and hasattr(each, "history")
        if not each.__name__.startswith("Historical")
    }
    assert kept <= set(WRITTEN)
    assert {IndicatorRule, Baseline, Target} <= set(WRITTEN)


def test_an_undo_asks_no_more_queries_of_more_rows(django_assert_max_num_queries):
    make_quarter(Q3)
    quarters = [
        f"{year}/{year + 1 - 2000:02} Q{n}" for year in range(2001, 2009) for n in (1, 2, 3)
    ]

    def queries(count: int) -> int:
        code = f"LAC {count}"
        make_indicator(code=code, unit="number")
        rows = [[code, each, Q3, "final", None, None, 5] for each in quarters[:count]]
        record = brought(Actuals=[ACTUALS, *rows])
        with django_assert_max_num_queries(100) as counted:
            undone(record)
        return len(counted)

    assert queries(20) == queries(2)


# The pages


def test_an_officer_undoes_an_import_and_sees_that_it_was_undone(client, officer):
    address = upload(client, xlsx(**BASE)).request["PATH_INFO"]
    saved = client.post(address, follow=True)
    assert f'<a href="{address}undo/">Undo this import</a>' in words(saved)
    assert "Nothing later rests on it" in words(client.get(f"{address}undo/"))

    without = client.post(f"{address}undo/", {"reason": " "})
    assert "Say why it is undone." in words(without)
    assert Indicator.objects.exists()

    shown = words(client.post(f"{address}undo/", {"reason": "Wrong file"}, follow=True))
    assert "book.xlsx was undone" in shown
    assert "Wrong file" in shown
    assert not Indicator.objects.exists()
    assert "Undone: 4 new rows" in words(client.get("/imports/"))
    again = client.post(address, {"again": "yes"}, follow=True)
    assert "Nothing is saved yet" in words(again)


def test_what_stands_in_the_way_is_shown_with_who_and_when(client, officer):
    address = upload(client, xlsx(**BASE)).request["PATH_INFO"]
    client.post(address)
    plan = DeliveryPlan.objects.get()
    plan.title = "Better GCSEs"
    plan._history_user = officer
    plan.save()
    shown = words(client.get(f"{address}undo/"))
    assert "book.xlsx cannot be undone as it is" in shown
    assert "Delivery plan “NI 101 Better GCSEs” was changed" in shown
    assert "Olive Officer" in shown
    assert "Undo all of it" not in shown
    client.post(f"{address}undo/", {"reason": "Still"}, follow=True)
    assert Indicator.objects.exists()


def test_what_is_not_saved_cannot_be_undone(client, officer):
    record = receive("book.xlsx", xlsx(**BASE), by=officer)
    shown = client.get(f"/imports/{record.pk}/undo/", follow=True)
    assert "Only an import that was saved, and stands, can be undone." in words(shown)


def test_only_officers_undo(client):
    record = brought(**BASE)
    client.force_login(make_user())
    assert client.post(f"/imports/{record.pk}/undo/", {"reason": "x"}).status_code == 403
    assert Indicator.objects.exists()


# The same file again


def test_a_file_that_was_brought_and_undone_says_so_when_it_comes_again(client, officer):
    content = xlsx(Plans=PLANS, Indicators=INDICATORS)
    first = receive("plans.xlsx", content, by=officer)
    assert "This is the same file" not in words(client.get(f"/imports/{first.pk}/"))
    client.post(f"/imports/{first.pk}/", {"accept": "on"})
    first.refresh_from_db()
    saved = f"{first.at:%-d %B %Y}"

    again = words(upload(client, content, "copy.xlsx"))
    assert "changes nothing" in again
    assert "This is the same file as" in again
    assert f"{officer} saved on {saved}" in again

    undo(first.pk, by=make_officer(name="Otto Other"), reason="Brought by mistake")
    again = words(upload(client, content, "copy.xlsx"))
    assert "and Otto Other undid on" in again
    assert "“Brought by mistake”" in again
    assert f'<a href="/imports/{first.pk}/">plans.xlsx</a>' in again

    other = words(upload(client, xlsx(Plans=PLANS), "plans.xlsx"))
    assert "This is the same file" not in other
