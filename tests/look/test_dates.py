"""A date is typed in three boxes."""

from datetime import date

import pytest
from django import forms

from periods.forms import GovukDateField


class OpenForm(forms.Form):
    opens = GovukDateField(named="the date the quarter opens")


def bound(day, month, year):
    return OpenForm({"opens_day": day, "opens_month": month, "opens_year": year})


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(("4", "1", "2010"), id="numbers"),
        pytest.param((" 04 ", "01", "2010"), id="spaces and leading noughts"),
        pytest.param(("4", "January", "2010"), id="a month by its name"),
        pytest.param(("4", "jan", "2010"), id="a month by three letters"),
    ],
)
def test_a_date_is_read(typed):
    form = bound(*typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["opens"] == date(2010, 1, 4)


@pytest.mark.parametrize(
    ("typed", "said", "parts"),
    [
        pytest.param(
            ("", "", ""), "Enter the date the quarter opens.", None, id="nothing"
        ),
        pytest.param(
            ("4", "", "2010"), "The date the quarter opens must include a month.", ["month"],
            id="no month",
        ),
        pytest.param(
            ("", "", "2010"), "The date the quarter opens must include a day and a month.",
            ["day", "month"], id="neither day nor month",
        ),
        pytest.param(
            ("4", "1", "10"),
            "The date the quarter opens must have a year of four digits, such as 2010.",
            ["year"], id="a short year",
        ),
        *(
            pytest.param(
                typed, "The date the quarter opens must be a real date, such as 4 1 2010.",
                ("day", "month", "year"), id=why,
            )
            for why, typed in {
                "30 February": ("30", "2", "2010"),
                "month 13": ("1", "13", "2010"),
                "29 February of a common year": ("29", "2", "2009"),
                "no month of that name": ("1", "Janvier", "2010"),
                "a day with a fraction": ("1.0", "1", "2010"),
                "digits of another script": ("٤", "1", "2010"),
                "a digit group": ("1_0", "1", "2010"),
                "the year nought": ("1", "1", "0000"),
            }.items()
        ),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_words(typed, said, parts):
    form = bound(*typed)

    assert not form.is_valid()
    (error,) = form.errors.as_data()["opens"]
    assert form.errors["opens"] == [said]
    assert (error.params or {}).get("parts") == parts


def test_what_was_typed_stays_in_the_boxes():
    html = str(bound("30", "Feb", "2010")["opens"])

    assert 'value="30"' in html
    assert 'value="Feb"' in html
    assert 'value="2010"' in html


def test_a_date_that_may_be_left_out_is_none():
    class DueForm(forms.Form):
        due = GovukDateField(required=False)

    form = DueForm({})

    assert form.is_valid()
    assert form.cleaned_data["due"] is None


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        pytest.param(("4", "1", "2010"), False, id="the same date"),
        pytest.param(("5", "1", "2010"), True, id="another date"),
    ],
)
def test_a_form_knows_whether_the_date_changed(typed, changed):
    form = bound(*typed)
    form.initial = {"opens": date(2010, 1, 4)}

    assert form.has_changed() == changed
