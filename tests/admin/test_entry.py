"""Bad input in the admin: a sentence at the field, and what was typed stays."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Actual, Baseline, Target
from plans.models import ActionUpdate, Agreement, PlanIndicator
from risks.models import RiskAssessment
from tests import builders
from tests.admin.posting import add, address_of, change, errors
from tests.look.markup import find


@pytest.fixture
def indicator(officer):
    builders.make_quarter("2009/10 Q3")
    return builders.make_annual_indicator(code="NI 101")


def test_what_is_no_number_reaches_the_form_and_stays_in_its_box(office, indicator):
    page = add(office, "indicators_actual", indicator=indicator.pk, numerator="1-2")
    (box,) = find(page.content.decode(), "input", id="id_numerator")
    assert (box[1]["type"], box[1]["value"]) == ("text", "1-2")
    assert "numerator" in errors(page)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        pytest.param(
            {"period": "2009/11"},
            "period",
            '"2009/11" is not a year: write 2009/10',
            id="wrong period",
        ),
        pytest.param(
            {"period": "2009/10 Q2"},
            "period",
            "NI 101 is annual: write a year such as 2009/10.",
            id="quarter of an annual indicator",
        ),
        pytest.param(
            {"numerator": "43", "denominator": "42"},
            "numerator",
            "43 is more than the denominator, 42: enter how many of the 42.",
            id="numerator above denominator",
        ),
        pytest.param(
            {"value": "2.4", "denominator": "60"},
            "value",
            "2.4% cannot come from a cohort of 60: the nearest are 1/60 = 1.7 or 2/60 = 3.3.",
            id="percentage the cohort cannot give",
        ),
        pytest.param(
            {"value": "130"},
            "value",
            "130% is not between 0 and 100: enter a percentage.",
            id="impossible percentage",
        ),
        pytest.param(
            {"value": "17,8"},
            "value",
            '"17,8" has a comma where a point belongs: write 17.8.',
            id="a comma for a point",
        ),
        pytest.param(
            {"numerator": "2.5", "denominator": "42"},
            "numerator",
            "2.5 is not a whole number: write how many there are.",
            id="half a child",
        ),
        pytest.param(
            {},
            "numerator",
            "There is no figure: enter one, or say why it is not available.",
            id="nothing",
        ),
        pytest.param(
            {"standing": "not available"},
            "not_available_because",
            "Not available needs a reason: say why there is none.",
            id="not available without a reason",
        ),
        pytest.param(
            {"period": "2010/11", "value": "15"},
            "standing",
            "2010/11 had not ended by the end of 2009/10 Q3, so this cannot be a result: choose "
            "forecast, or report it in a later quarter.",
            id="result of a year that has not ended",
        ),
        pytest.param(
            {"value": "15", "reported_in": "2009/10 Q9"},
            "reported_in",
            "Select a valid choice. That choice is not one of the available choices.",
            id="unknown quarter",
        ),
    ],
)
def test_a_wrong_figure_is_told_at_its_field(office, indicator, given, field, sentence):
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "final"} | given
    page = add(office, "indicators_actual", **sent)
    assert page.status_code == 200
    assert sentence in errors(page)[field]
    for name, typed in given.items():
        assert page.context["adminform"].form[name].value() == typed
    assert not Actual.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(
            {"numerator": "-3", "denominator": "40"},
            {"numerator": ["-3 is less than 0: a count is 0 or more."]},
            id="negative",
        ),
        pytest.param(
            {"numerator": "6", "denominator": "9999999999"},
            {"denominator": ["9,999,999,999 is too large for a count: write 999,999,999 or less."]},
            id="too large",
        ),
        pytest.param(
            {"value": "many"},
            {"value": ['"many" is not a number: write digits, such as 17.8.']},
            id="no number",
        ),
        pytest.param(
            {"numerator": "1", "denominator": "0"},
            {"denominator": ["The denominator is 0: enter how many there were in all."]},
            id="some of none",
        ),
    ],
)
def test_nothing_follows_from_a_figure_that_was_refused(office, indicator, given, told):
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "final"} | given
    assert errors(add(office, "indicators_actual", **sent)) == told


@pytest.mark.parametrize(
    ("before", "given", "told"),
    [
        pytest.param(
            {"value": 30},
            {"value": "75"},
            {
                "value": [
                    "75% has no cohort (it could be 3/4, 6/8, 9/12, 12/16, 15/20, 18/24 and "
                    "others): write the numerator and denominator, if known.",
                    "75 is far from 30, the figure before it: correct it, or confirm.",
                ]
            },
            id="a jump, and no cohort",
        ),
        pytest.param(
            {"value": 30},
            {"value": "0.178"},
            {
                "value": [
                    "0.178 is read as 0.178%: if 17.8% is meant, write 17.8.",
                    "0.178% has no cohort: write the numerator and denominator, if known.",
                ]
            },
            id="a fraction for a percentage",
        ),
        pytest.param(
            {"numerator": 6, "denominator": 40},
            {"numerator": "0", "denominator": "42"},
            {
                "numerator": [
                    "0 is kept as none at all: if there is no data, say not available and why."
                ]
            },
            id="none",
        ),
    ],
)
def test_a_doubtful_figure_is_asked_about_and_kept_when_it_is_said_to_be_right(
    office, indicator, before, given, told
):
    builders.make_actual(indicator=indicator, period="2007/08", **before)
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "final"} | given
    page = add(office, "indicators_actual", **sent)
    assert errors(page) == told
    assert "This is right" in page.content.decode()
    for name, typed in given.items():
        assert page.context["adminform"].form[name].value() == typed
    assert Actual.objects.count() == 1

    assert add(office, "indicators_actual", **sent, sure="on").status_code == 302
    assert Actual.objects.filter(period="2008/09").exists()


def test_a_restated_figure_is_asked_about_where_it_is_far_from_what_it_restates(office, indicator):
    earlier = builders.make_quarter("2009/10 Q2", "closed")
    counts = {"numerator": 16, "denominator": 35}
    builders.make_actual(indicator=indicator, period="2008/09", reported_in=earlier, **counts)
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "restated"}
    page = add(office, "indicators_actual", **sent, numerator="160", denominator="350")
    assert errors(page) == {
        "denominator": [
            "A denominator of 350 is far from 35, the one reported for 2008/09 before: correct it, "
            "or confirm."
        ]
    }


def test_the_first_figure_is_asked_about_where_it_is_far_from_the_baseline(office, indicator):
    builders.make_baseline(indicator=indicator, period="2007/08", value="2.4")
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "final"}
    page = add(office, "indicators_actual", **sent, numerator="30", denominator="40")
    assert errors(page) == {
        "numerator": ["75 is far from 2.4, the baseline: correct it, or confirm."]
    }


def test_nothing_is_asked_about_a_figure_that_stays_as_it_is(office, indicator):
    kept = builders.make_actual(indicator=indicator, period="2008/09", value=75)
    page = change(office, kept, why="Fewer than thought")
    assert page.status_code == 302
    kept.refresh_from_db()
    assert kept.why == "Fewer than thought"


def test_nobody_is_offered_to_say_that_a_figure_is_right_before_anything_is_asked(
    office, indicator
):
    page = office.get("/admin/indicators/actual/add/")
    assert page.context["adminform"].form["sure"].is_hidden


def test_a_locked_figure_offers_nobody_to_say_that_it_is_right(office, indicator):
    kept = builders.make_actual(indicator=indicator, period="2008/09", value=75)
    builders.set_state("2009/10 Q3", "published")
    page = office.get(f"/admin/indicators/actual/{kept.pk}/change/")
    assert "75" in page.content.decode()
    assert "This is right" not in page.content.decode()


def test_a_cohort_that_was_only_forecast_is_asked_about(office, indicator):
    quarter = builders.make_quarter("2009/10 Q2", "closed")
    builders.make_actual(
        indicator=indicator,
        period="2008/09",
        reported_in=quarter,
        standing="forecast",
        numerator=6,
        denominator=35,
    )
    sent = {"indicator": indicator.pk, "period": "2008/09", "standing": "final", "value": "41.5"}
    assert errors(add(office, "indicators_actual", **sent)) == {
        "value": [
            "41.5% cannot come from a cohort of 35: the nearest are 14/35 = 40.0 or 15/35 = 42.9 "
            "(the cohort of 35 was forecast in 2009/10 Q2: if it has changed, enter the numerator "
            "and denominator)."
        ]
    }
    assert add(office, "indicators_actual", **sent, sure="on").status_code == 302


def test_a_figure_goes_into_the_open_quarter_and_keeps_who_entered_it(office, indicator, officer):
    page = add(
        office,
        "indicators_actual",
        indicator=indicator.pk,
        period="2008-09",
        numerator="5",
        denominator="40",
    )
    assert page.status_code == 302
    actual = Actual.objects.get()
    assert (actual.period, actual.reported_in_id) == ("2008/09", "2009/10 Q3")
    assert actual.entered_by == officer
    assert actual.history.get().history_user == officer


@pytest.mark.parametrize("typed", ["17.8", "17.8%", " 17.80 "])
def test_a_value_is_read_as_people_write_it_and_shown_with_the_digits_it_has(
    office, indicator, typed
):
    add(office, "indicators_target", indicator=indicator.pk, period="2010/11", value=typed)
    target = Target.objects.get()
    page = office.get(f"/admin/indicators/target/{target.pk}/change/")
    assert target.value == Decimal("17.8")
    assert 'value="17.8"' in page.content.decode()


def test_a_second_current_target_is_told_at_the_field(office, indicator):
    builders.make_target(indicator=indicator, period="2009/10", from_quarter="2009/10 Q3")
    page = add(office, "indicators_target", indicator=indicator.pk, period="2009/10", value="15")
    assert errors(page) == {
        "from_quarter": [
            "There is already a target for this indicator and period from that quarter: let the "
            "new one hold from a later quarter."
        ]
    }


def test_a_wrong_percentage_is_quoted_as_it_was_typed(office, indicator):
    page = add(office, "indicators_target", indicator=indicator.pk, period="2009/10", value="x%")
    assert errors(page)["value"][0] == '"x%" is not a number: write digits, such as 17.8.'


def test_a_target_that_changes_another_says_why(office, indicator):
    builders.make_target(indicator=indicator, period="2009/10", designation="designated")
    page = add(office, "indicators_target", indicator=indicator.pk, period="2009/10", value="15")
    assert set(errors(page)) == {"reason", "approval_reference"}


def test_an_unknown_code_is_told_in_our_words(office, officer):
    page = add(office, "indicators_indicator", code="NI 200", title="x")
    assert errors(page)["code"] == [
        "NI 200 is not a national indicator: write one from NI 1 to NI 199, without NI 31"
    ]


def test_a_code_is_kept_in_its_one_form_and_leads_on_to_what_the_indicator_is_judged_by(
    office, officer
):
    page = add(office, "indicators_indicator", code="ni-0101", title="GCSEs")
    assert page.status_code == 302
    page = office.get(page.url)
    assert page.context["original"].code == "NI 101"
    names = [each.formset.prefix for each in page.context["inline_admin_formsets"]]
    assert names == ["rules", "baselines", "targets", "comparators"]


def test_a_version_entered_on_the_indicators_page_is_judged_like_any_other(office, indicator):
    new = {
        "targets-TOTAL_FORMS": 1,
        "targets-0-indicator": indicator.pk,
        "targets-0-period": "2009/10",
        "targets-0-from_quarter": "2009/10 Q3",
        "targets-0-value": "130",
        "targets-0-state": "set",
    }
    page = change(office, indicator, **new)
    assert errors(page) == {
        "targets-0-value": ["130% is not between 0 and 100: enter a percentage."]
    }
    assert change(office, indicator, **new | {"targets-0-value": "15"}).status_code == 302
    assert Target.objects.get().value == 15


def test_an_indicator_that_another_plan_delivers_is_refused_even_on_a_new_plan(office, indicator):
    first = builders.make_plan(reference="NI 101", indicators=[indicator])
    page = add(
        office,
        "plans_deliveryplan",
        reference="NI 102",
        title="Another",
        agreement=first.agreement_id,
        **{"delivers-TOTAL_FORMS": 1, "delivers-0-indicator": indicator.pk},
    )
    assert errors(page) == {
        "delivers-0-indicator": [
            "NI 101 is delivered by the plan NI 101: name it here as a dependency."
        ]
    }
    assert PlanIndicator.objects.count() == 1


def test_a_baseline_without_counts_keeps_its_value(office, indicator):
    add(office, "indicators_baseline", indicator=indicator.pk, period="2007/08", value="2.4")
    baseline = Baseline.objects.get()
    assert (str(baseline.value.normalize()), baseline.numerator) == ("2.4", None)


def test_an_update_without_a_known_status_is_refused(office, officer):
    action = builders.make_action()
    builders.make_quarter()
    page = add(office, "plans_actionupdate", action=action.pk, status="going well")
    assert "going well" in errors(page)["status"][0]
    assert not ActionUpdate.objects.exists()


def test_a_closed_risk_says_why(office, officer):
    risk = builders.make_risk()
    builders.make_quarter()
    page = add(office, "risks_riskassessment", risk=risk.pk, state="closed")
    assert errors(page) == {"__all__": ["A risk that is closed says why."]}
    add(office, "risks_riskassessment", risk=risk.pk, impact="Nil", likelihood="Medium")
    assert RiskAssessment.objects.get().impact == "Nil"


def test_the_scale_of_a_risk_is_offered_with_not_rated(office, officer):
    page = office.get("/admin/risks/riskassessment/add/")
    offered = page.context["adminform"].form.fields["impact"].choices
    assert [word for word, _ in offered] == ["", "Nil", "Low", "Medium", "High"]


def test_lines_are_kept_as_typed_and_saving_again_changes_nothing(office, officer):
    plan = builders.make_plan()
    action = builders.make_action(plan=plan, action="First\nSecond")
    page = change(office, plan, **{"actions-0-action": "First\r\nSecond"})
    assert page.status_code == 302
    action.refresh_from_db()
    assert action.action == "First\nSecond"
    assert action.history.count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(
            {"first_year": "2009/10 Q2"},
            {"first_year": '"2009/10 Q2" is not a financial year: write one such as 2008/09.'},
            id="a quarter",
        ),
        pytest.param(
            {"last_year": "2011"},
            {"last_year": '"2011" is not a financial year: write one such as 2008/09.'},
            id="a calendar year",
        ),
        pytest.param(
            {"last_year": "2007/08"},
            {"last_year": "2007/08 is before the first year: correct one."},
            id="the last before the first",
        ),
        pytest.param(
            {"first_year": ""},
            {"first_year": "Write a financial year, such as 2008/09."},
            id="nothing",
        ),
    ],
)
def test_an_agreement_holds_for_financial_years_in_order(office, officer, given, told):
    years = {"first_year": "2008/09", "last_year": "2010/11"} | given
    page = add(office, "plans_agreement", title="LAA", area="Shire", **years)
    assert errors(page) == {field: [sentence] for field, sentence in told.items()}
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("period", "value", "told"),
    [
        pytest.param(
            "2009/10 Q2", "48.3",
            {"period": "NI 101 is annual: write a year such as 2009/10."},
            id="a quarter of an annual indicator",
        ),
        pytest.param(
            "2009", "48.3",
            {"period": '"2009" may be one of two years: write 2008/09 or 2009/10.'},
            id="a year that may be two",
        ),
        pytest.param(
            "2007/08", "148",
            {"value": "148% is not between 0 and 100: enter a percentage."},
            id="not a percentage",
        ),
    ],
)  # fmt: skip
def test_a_comparators_figure_is_one_that_its_indicator_could_have(
    office, indicator, period, value, told
):
    sent = {"period": period, "value": value, "comparable": "yes", "source": "First release"}
    series = builders.make_comparator(indicator=indicator)
    page = add(office, "indicators_comparatorvalue", comparator=series.pk, **sent)
    assert errors(page) == {field: [sentence] for field, sentence in told.items()}

    new = {f"values-0-{name}": each for name, each in sent.items()}
    page = add(
        office,
        "indicators_comparator",
        indicator=indicator.pk,
        name="England",
        **new | {"values-TOTAL_FORMS": 1},
    )
    assert errors(page) == {f"values-0-{field}": [sentence] for field, sentence in told.items()}


def test_what_is_left_blank_is_called_by_its_name(office):
    assert errors(add(office, "plans_agreement")) == {
        "title": ["Title is blank: write it."],
        "area": ["Area is blank: write it."],
        "first_year": ["Write a financial year, such as 2008/09."],
        "last_year": ["Write a financial year, such as 2008/09."],
    }
    assert errors(add(office, "indicators_target"))["indicator"] == [
        "Indicator is blank: choose one."
    ]


def test_a_new_plan_is_of_the_live_agreement_unless_another_is_chosen(office):
    builders.make_agreement(title="Earlier", is_live=False)
    live = builders.make_agreement(title="Now")
    form = office.get(reverse("admin:plans_deliveryplan_add")).context["adminform"].form
    assert form["agreement"].value() == live.pk


def test_every_box_that_one_types_into_to_choose_begins_with_nothing_in_words(office, indicator):
    target = builders.make_target(indicator=indicator)
    for address, chosen in (
        (reverse("admin:indicators_target_add"), [""]),
        (address_of(target), ["", str(indicator.pk)]),
    ):
        (box,) = find(office.get(address).content.decode(), "select", name="indicator")
        assert [option[1]["value"] for option in find([box], "option")] == chosen
