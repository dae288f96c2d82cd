"""What a published quarter holds is shown and not offered; every refusal is a sentence."""

import pytest
from django.urls import reverse

from indicators.models import Actual, Indicator, Target
from periods.models import Quarter
from plans.models import Action, ActionUpdate, DeliveryPlan, MilestoneUpdate
from returns.models import ReturnEvent
from tests import builders
from tests.admin.posting import add, address_of, change, errors, values_of

LOCKED = (
    "2009/10 Q2 is published, so it is locked: report the correction in the open quarter, or "
    "withdraw the publication of 2009/10 Q2 (performance officers can)."
)
JUDGED = (
    "2009/10 Q2 is published and was judged without this: let it hold from the open quarter on."
)
DATES_STAY = "2009/10 Q2 is published, so its dates stay as they were."


@pytest.fixture
def published(officer):
    """Q2, still open: what is made in it is locked once `set_state` publishes it."""
    return builders.make_quarter("2009/10 Q2")


def publish():
    builders.set_state("2009/10 Q2", "published")
    return builders.make_quarter("2009/10 Q3")


RECORDS = [
    pytest.param(builders.make_actual, id="figure"),
    pytest.param(builders.make_action_update, id="action update"),
    pytest.param(
        lambda: builders.make_milestone_update(now_due="2010-01-31", reason="Late"),
        id="milestone update",
    ),
    pytest.param(builders.make_dependency_update, id="dependency update"),
    pytest.param(builders.make_assessment, id="risk assessment"),
]
VERSIONS = [
    pytest.param(builders.make_rule, id="rule"),
    pytest.param(lambda: builders.make_baseline(period="2009/10 Q1"), id="baseline"),
    pytest.param(lambda: builders.make_target(period="2009/10 Q3"), id="target"),
]


@pytest.mark.parametrize("make", RECORDS + VERSIONS)
def test_what_is_locked_is_shown_with_the_sentence(office, published, make):
    row = make()
    publish()
    page = office.get(address_of(row))
    assert page.context["why_locked"] in (LOCKED, JUDGED)
    assert page.context["why_locked"] in page.content.decode()
    assert not page.context["has_change_permission"]
    assert b'name="_save"' not in page.content
    assert b"deletelink" not in page.content


def test_a_locked_figure_is_shown_with_the_digits_it_has(office, published):
    target = builders.make_target(period="2009/10 Q3", value="17.8")
    publish()
    words = office.get(address_of(target)).content.decode()
    assert '<div class="readonly">17.8</div>' in words


@pytest.mark.parametrize("make", RECORDS + VERSIONS)
def test_what_was_opened_before_and_is_saved_after_publication_is_refused_with_what_was_typed(
    office, published, make
):
    row = make()
    opened_before = office.get(address_of(row))
    publish()
    field = "reason" if hasattr(row, "reason") else "commentary"
    sent = values_of(opened_before) | {field: "Typed meanwhile"}
    page = office.post(address_of(row), sent)
    at = getattr(row, "quarter_field", "from_quarter")
    assert errors(page)[at][0] in (LOCKED, JUDGED)
    assert page.context["adminform"].form[field].value() == "Typed meanwhile"
    row.refresh_from_db()
    assert getattr(row, field) != "Typed meanwhile"


@pytest.mark.parametrize("make", RECORDS)
def test_a_record_cannot_leave_a_locked_quarter(office, published, make):
    row = make()
    opened_before = office.get(address_of(row))
    open_now = publish()
    sent = values_of(opened_before) | {row.quarter_field: open_now.pk}
    page = office.post(address_of(row), sent)
    assert errors(page)[row.quarter_field] == [LOCKED]
    row.refresh_from_db()
    assert getattr(row, f"{row.quarter_field}_id") == "2009/10 Q2"


def test_adding_to_a_locked_quarter_is_told_at_the_field_and_what_was_typed_stays(
    office, published
):
    indicator = builders.make_indicator()
    publish()
    page = add(
        office,
        "indicators_actual",
        indicator=indicator.pk,
        period="2009/10 Q1",
        reported_in="2009/10 Q2",
        numerator="30",
        denominator="40",
        why="Three posts were vacant",
    )
    assert errors(page) == {"reported_in": [LOCKED]}
    assert page.context["adminform"].form["why"].value() == "Three posts were vacant"
    assert not Actual.objects.exists()


def test_a_version_cannot_begin_at_a_published_quarter(office, published):
    indicator = builders.make_indicator()
    publish()
    page = add(
        office,
        "indicators_target",
        indicator=indicator.pk,
        period="2009/10",
        value="80",
        from_quarter="2009/10 Q2",
    )
    assert errors(page) == {"from_quarter": [JUDGED]}
    assert not Target.objects.exists()


@pytest.mark.parametrize("make", RECORDS + VERSIONS)
def test_deleting_what_is_locked_is_refused_with_the_sentence(office, published, make):
    row = make()
    publish()
    page = office.get(address_of(row, "delete"))
    assert page.context["protected"][0] in (LOCKED, JUDGED)
    assert page.context["protected"][0] in page.content.decode()
    page = office.post(address_of(row, "delete"), {"post": "yes"})
    assert page.status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("make", RECORDS + VERSIONS)
def test_deleting_several_of_which_one_is_locked_is_refused(office, published, make):
    locked = make()
    publish()
    model = locked._meta
    address = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    sent = {"action": "delete_selected", "_selected_action": [locked.pk], "post": "yes"}
    page = office.post(address, sent)
    assert page.context["protected"][0] in page.content.decode()
    assert type(locked).objects.filter(pk=locked.pk).exists()


def test_deleting_a_plan_whose_action_was_reported_on_in_a_published_quarter_is_refused(
    office, published
):
    update = builders.make_action_update()
    publish()
    page = office.get(address_of(update.action.plan, "delete"))
    assert page.context["protected"] == [LOCKED]
    office.post(address_of(update.action.plan, "delete"), {"post": "yes"})
    assert DeliveryPlan.objects.exists()


def test_taking_an_action_with_locked_updates_off_its_plans_page_is_refused_with_a_sentence(
    office, published
):
    update = builders.make_action_update()
    publish()
    page = change(
        office, update.action.plan, **{"actions-0-DELETE": "on", "title": "Typed meanwhile"}
    )
    assert page.status_code == 200
    assert errors(page)["__all__"] == ["This quarter is published, so it is locked."]
    assert page.context["adminform"].form["title"].value() == "Typed meanwhile"
    assert Action.objects.exists()


def test_locked_rows_of_a_page_are_shown_and_others_are_still_typed_into(office, published):
    locked = builders.make_action_update(commentary="As published")
    action = locked.action
    publish()
    page = office.get(address_of(action))
    (updates,) = (
        each.formset
        for each in page.context["inline_admin_formsets"]
        if each.formset.model is ActionUpdate
    )
    assert updates.forms[0].fields["commentary"].disabled
    new = {
        "updates-TOTAL_FORMS": 2,
        "updates-0-commentary": "Forged",
        "updates-1-action": action.pk,
        "updates-1-quarter": "2009/10 Q3",
        "updates-1-status": "delayed",
    }
    assert change(office, action, **new).status_code == 302
    assert list(ActionUpdate.objects.values_list("quarter", "commentary", "status")) == [
        ("2009/10 Q2", "As published", "on track"),
        ("2009/10 Q3", "", "delayed"),
    ]
    assert locked.history.count() == 1


def test_rows_added_on_a_page_keep_who_entered_them(office, officer):
    builders.make_quarter()
    action = builders.make_action()
    new = {
        "updates-TOTAL_FORMS": 1,
        "updates-0-action": action.pk,
        "updates-0-quarter": "2009/10 Q3",
        "updates-0-status": "on track",
    }
    assert change(office, action, **new).status_code == 302
    assert ActionUpdate.objects.get().entered_by == officer


def test_a_withdrawn_quarter_can_be_put_right(office, published):
    actual = builders.make_actual()
    builders.set_state("2009/10 Q2", "withdrawn")
    assert change(office, actual, numerator="31", reason="Counted again").status_code == 302
    actual.refresh_from_db()
    assert actual.numerator == 31


def test_reverting_to_an_earlier_version_of_a_locked_record_is_refused(office, published):
    actual = builders.make_actual(why="First")
    actual.why = "Second"
    actual.save()
    first = actual.history.last()
    address = address_of(actual, "history") + f"{first.pk}/"
    before = office.get(address)
    sent = {
        name: before.context["adminform"].form[name].value() or ""
        for name in before.context["adminform"].form.fields
    }
    publish()
    page = office.post(address, sent)
    assert page.status_code == 200
    assert LOCKED in page.content.decode()
    actual.refresh_from_db()
    assert actual.why == "Second"


def test_a_quarters_label_and_state_are_not_typed_once_it_is_there(office, published):
    page = office.get(address_of(published))
    assert set(page.context["adminform"].form.fields) == {"opens", "due"}
    assert change(office, published, label="2001/02 Q1", state="published").status_code == 302
    published.refresh_from_db()
    assert (published.label, published.state) == ("2009/10 Q2", "open")


def test_a_quarter_is_added_by_any_way_of_writing_it(office, officer):
    page = add(office, "periods_quarter", label="2009-q4")
    assert page.status_code == 302
    page = add(office, "periods_quarter", label="Q4 2009/10")
    assert "there already" in errors(page)["label"][0]


def test_due_before_opening_is_told(office, published):
    page = change(office, published, opens="2009-10-05", due="2009-10-01")
    assert errors(page) == {"__all__": ["A quarter is due on or after the day it opens."]}


@pytest.mark.parametrize("page", ["change", "delete"])
def test_a_step_of_a_return_can_only_be_looked_at(office, officer, page):
    step = ReturnEvent.objects.create(owner=builders.make_return(), step="started", by=officer)
    assert office.post(address_of(step, page), {"post": "yes"}).status_code == 403
    assert ReturnEvent.objects.filter(pk=step.pk, step="started").exists()


def test_an_indicator_with_figures_names_what_rests_on_it(office, published):
    actual = builders.make_actual()
    page = office.get(address_of(actual.indicator, "delete"))
    assert f"/admin/indicators/actual/{actual.pk}/change/" in page.content.decode()
    office.post(address_of(actual.indicator, "delete"), {"post": "yes"})
    assert Indicator.objects.exists()


def test_a_milestone_that_moves_says_why(office, published):
    milestone = builders.make_milestone()
    page = add(office, "plans_milestoneupdate", milestone=milestone.pk, now_due="2010-01-31")
    assert errors(page) == {"__all__": ["A milestone that moves says why."]}
    assert not MilestoneUpdate.objects.exists()


def test_a_milestone_is_not_moved_in_silence(office, published):
    milestone = builders.make_milestone(first_due="2009-10-31")
    sentence = (
        "It was first due on 31 October 2009, and that stays on record: move it by a milestone "
        "update, with a reason."
    )
    assert errors(change(office, milestone, first_due="31 January 2010")) == {
        "first_due": [sentence]
    }
    (inline,) = errors(
        change(office, milestone.action, **{"milestones-0-first_due": "31 January 2010"})
    ).items()
    assert inline == ("milestones-0-first_due", [sentence])
    assert change(office, milestone, words="Tutors have begun").status_code == 302


def test_a_return_of_a_published_quarter_is_neither_added_nor_changed(office, published):
    ours = builders.make_return(summary="As the Board read it")
    opened_before = office.get(address_of(ours))
    plan = builders.make_plan()
    publish()
    page = add(office, "returns_return", plan=plan.pk, quarter="2009/10 Q2")
    assert errors(page) == {"quarter": [LOCKED]}
    assert office.get(address_of(ours)).context["why_locked"] == LOCKED
    page = office.post(address_of(ours), values_of(opened_before) | {"summary": "Forged"})
    assert errors(page) == {"__all__": [LOCKED]}
    ours.refresh_from_db()
    assert ours.summary == "As the Board read it"


def test_the_dates_of_a_published_round_are_shown_with_the_sentence(office):
    quarter = builders.make_quarter("2009/10 Q2", state="published", due="2009-10-15")
    page = office.get(address_of(quarter))
    assert page.context["why_locked"] == DATES_STAY
    assert b'name="_save"' not in page.content


def test_the_dates_of_a_round_published_meanwhile_are_refused_with_what_was_typed(office):
    quarter = builders.make_quarter("2009/10 Q2", state="closed", due="2009-10-15")
    opened_before = office.get(address_of(quarter))
    builders.set_state("2009/10 Q2", "published")
    page = office.post(address_of(quarter), values_of(opened_before) | {"due": "31 December 2009"})
    assert errors(page) == {"due": [DATES_STAY]}
    assert page.context["adminform"].form["due"].value() == "31 December 2009"


def test_a_round_that_was_opened_is_not_deleted(office):
    quarter = builders.make_quarter("2009/10 Q2", state="closed")
    page = office.post(address_of(quarter, "delete"), {"post": "yes"})
    assert page.context["protected"] == ["2009/10 Q2 was opened, so it stays."]
    assert Quarter.objects.filter(pk="2009/10 Q2").exists()


def test_adding_to_a_locked_quarter_is_told_beside_what_else_is_wrong(office, published):
    indicator = builders.make_indicator()
    publish()
    page = add(
        office,
        "indicators_actual",
        indicator=indicator.pk,
        period="2009/10 Q1",
        reported_in="2009/10 Q2",
        numerator="60",
        denominator="40",
        expected="8/1/20",
    )
    assert errors(page).keys() == {"reported_in", "numerator", "expected"}


def test_a_version_from_a_published_quarter_is_told_all_that_it_will_need(office, published):
    indicator = builders.make_indicator()
    builders.make_target(indicator=indicator, period="2009/10", value=15)
    publish()
    page = add(
        office,
        "indicators_target",
        indicator=indicator.pk,
        period="2009/10",
        value="17.89",
        from_quarter="2009/10 Q2",
    )
    assert errors(page).keys() == {"from_quarter", "value", "reason"}


def test_both_dates_of_a_published_quarter_are_told(office, published):
    opened_before = office.get(address_of(published))
    publish()
    moved = {"opens": "1 October 2009", "due": "31 October 2009"}
    page = office.post(address_of(published), values_of(opened_before) | moved)
    assert errors(page) == {"opens": [DATES_STAY], "due": [DATES_STAY]}
