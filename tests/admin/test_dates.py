"""Dates in the admin are read as everywhere: as people write them, and never by a guess."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.utils.formats import get_format

from indicators.models import Actual
from periods.forms import WrittenDateField
from periods.models import Quarter
from plans.models import Milestone, MilestoneUpdate
from tests import builders
from tests.admin.posting import add, address_of, change, errors
from tests.look.markup import find

SEVENTH = date(2009, 11, 7)


@pytest.fixture
def milestone(officer):
    builders.make_quarter("2009/10 Q3")
    return builders.make_milestone(first_due=None)


@pytest.mark.parametrize("written", ["7 November 2009", "7 Nov 2009", " 2009-11-07 "])
def test_a_date_as_people_write_it_is_kept(office, milestone, written):
    assert change(office, milestone, first_due=written).status_code == 302
    milestone.refresh_from_db()
    assert milestone.first_due == SEVENTH


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("8/1/20", '"8/1/20" may be 8 January 2020 or 1 August 2020: write the one you mean.'),
        (
            "07/11/2009",
            '"07/11/2009" may be 7 November 2009 or 11 July 2009: write the one you mean.',
        ),
        ("31/12/2009", '"31/12/2009" is written in numbers: write 31 December 2009.'),
        ("31 June 2009", '"31 June 2009" is not in the calendar: write a day that there is.'),
        ("soon", '"soon" is not a date: write one such as 7 November 2009.'),
    ],
)
def test_what_needs_a_guess_is_asked_about_and_stays_in_its_box(
    office, milestone, written, sentence
):
    page = change(office, milestone, first_due=written)
    assert errors(page) == {"first_due": [sentence]}
    (box,) = find(page.content.decode(), "input", id="id_first_due")
    assert (box[1]["type"], box[1]["value"]) == ("text", written)
    assert Milestone.objects.get().first_due is None


def test_a_figure_a_quarter_and_a_moved_milestone_ask_too(office, milestone):
    indicator = builders.make_annual_indicator(code="NI 101")
    pages = [
        add(office, "indicators_actual", indicator=indicator.pk, numerator=6, expected="8/1/20"),
        add(office, "periods_quarter", label="2009/10 Q4", opens="8/1/20", due="8/1/20"),
        add(
            office, "plans_milestoneupdate",
            milestone=milestone.pk, now_due="8/1/20", done_on="8/1/20", reason="Snow",
        ),
        change(office, milestone.action, **{"milestones-0-first_due": "8/1/20"}),
    ]  # fmt: skip

    asked = [
        sorted(name for name, told in errors(page).items() if "write the one you mean" in told[0])
        for page in pages
    ]
    assert asked == [
        ["expected"],
        ["due", "opens"],
        ["done_on", "now_due"],
        ["milestones-0-first_due"],
    ]
    assert [model.objects.count() for model in (Actual, Quarter, MilestoneUpdate)] == [0, 1, 0]


def test_a_kept_date_stands_in_its_box_in_words_beside_a_calendar(office, milestone):
    change(office, milestone, first_due="2009-11-07")
    page = office.get(address_of(milestone)).content.decode()
    (box,) = find(page, "input", id="id_first_due")
    assert box[1]["value"] == "7 November 2009"
    assert "vDateField" in box[1]["class"]


def test_no_date_of_the_admin_is_read_in_another_way(office, rf, officer):
    request = rf.get("/")
    request.user = officer
    dates = [
        (model._meta.label, name, type(field))
        for model, page in admin.site._registry.items()
        if page.has_add_permission(request)
        for form in forms_of(page, request)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField | forms.SplitDateTimeField)
    ]
    assert len(dates) >= 6
    assert [each for each in dates if each[2] is not WrittenDateField] == []


def forms_of(page, request):
    """The form of a noun, and those of the rows on its page."""
    yield page.get_form(request)
    for inline in page.get_inline_instances(request):
        yield inline.get_formset(request).form


def test_what_a_calendar_writes_is_read():
    first = get_format("DATE_INPUT_FORMATS")[0]
    assert WrittenDateField().clean(SEVENTH.strftime(first)) == SEVENTH


@pytest.mark.parametrize("written", ["8/1/20", "07/11/2009"])
def test_no_other_form_guesses_either(written):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(written)
