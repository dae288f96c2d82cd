"""The crispy pack gives the HTML that GOV.UK Frontend specifies."""

import re
from datetime import date

import pytest
from crispy_forms.bootstrap import PrependedAppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from periods.forms import GovukDateField
from tests.look.markup import find, specified, text, tree

YES_OR_NO = [("yes", "Yes"), ("no", "No")]
OPTIONS = [(number, f"GOV.UK frontend option {number}") for number in (1, 2, 3)]
CARD = (
    "It’s on your National Insurance card, benefit letter, payslip or P60. "
    "For example, ‘QQ 12 34 56 C’."
)
PRIVATE = (
    "Don't include personal or financial information, eg your National Insurance number or "
    "credit card details."
)
DATE_HINT = {"label": "What is your date of birth?", "help_text": "For example, 31 3 1980"}
NAME_HINT = "This includes changing your last name or spelling your name differently."
PHOTO = (
    "Your photo may be in your Pictures, Photos, Downloads or Desktop folder. "
    "Or in an app like iPhoto."
)


def make_form(name, field, *, error="", **given):
    """A form of one field, with the ids that the specification has."""
    kind = type("ExampleForm", (forms.Form,), {name: field})
    form = kind({} if error else None, auto_id="%s", use_required_attribute=False, **given)
    if error:
        form.full_clean()
        form.errors.clear()
        form.add_error(name, error)
    return form


def rendered(form, layout=None):
    """The fields of the form, without the form element."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = layout
    return render_crispy_form(form, helper)


def as_specified(html):
    """Ours, with Django's ids in place of GOV.UK's, less what Django adds for screen readers."""
    html = re.sub(r"_helptext\b", "-hint", html)
    html = re.sub(r"_error\b", "-error", html)
    html = re.sub(r'(id|for)="([\w-]+)_([12])"', number_from_two, html)
    return tree(html.replace(' aria-invalid="true"', ""))


def number_from_two(match):
    return f'{match[1]}="{match[2]}-{int(match[3]) + 1}"'


def as_specified_date(html):
    """A date's boxes: GOV.UK calls them day, month, year; Django numbers them."""
    for number, part in enumerate(("day", "month", "year")):
        html = re.sub(rf'(id|for)="([\w-]+)_{number}"', rf'\1="\2-{part}"', html)
        html = re.sub(rf'name="[\w-]+_{part}"', f'name="{part}"', html)
    return as_specified(html)


def char(label, **given):
    return forms.CharField(label=label, **given)


@pytest.mark.parametrize(
    ("component", "example", "name", "field", "given", "renamed"),
    [
        pytest.param(
            "input", "default", "test-name", char("National Insurance number"), {}, {},
            id="text",
        ),
        pytest.param(
            "input", "with error and hint", "with-error-hint",
            char("National insurance number", help_text=CARD),
            {"error": "Enter a National Insurance number in the correct format"}, {},
            id="text with error and hint",
        ),
        pytest.param(
            "input", "with width-5 class", "input-width-5",
            char(
                "National insurance number", help_text=CARD,
                widget=forms.TextInput({"class": "govuk-input--width-5"}),
            ),
            {}, {"test_width_5": "input-width-5"},
            id="text of a given width",
        ),
        pytest.param(
            "textarea", "with hint", "more-detail",
            char("Can you provide more detail?", help_text=PRIVATE, widget=forms.Textarea),
            {}, {},
            id="textarea with hint",
        ),
        pytest.param(
            "textarea", "with error message", "no-ni-reason",
            char(
                "Why can’t you provide a National Insurance number?", widget=forms.Textarea
            ),
            {"error": "You must provide an explanation"}, {},
            id="textarea with error",
        ),
        pytest.param(
            "character-count", "default", "more-detail",
            char("Can you provide more detail?", max_length=10, widget=forms.Textarea), {}, {},
            id="textarea of limited length",
        ),
        pytest.param(
            "character-count", "with hint and error", "with-error",
            char(
                "Can you provide more detail?", max_length=10, help_text=PRIVATE,
                widget=forms.Textarea,
            ),
            {"error": "Please provide more detail"}, {},
            id="textarea of limited length with hint and error",
        ),
        pytest.param(
            "select", "with hint text and error message", "select-2",
            forms.ChoiceField(
                label="Label text goes here", help_text="Hint text goes here", choices=OPTIONS
            ),
            {"error": "Error message goes here"}, {},
            id="select with hint and error",
        ),
        pytest.param(
            "radios", "inline", "example",
            forms.ChoiceField(
                label="Have you changed your name?", help_text=NAME_HINT, choices=YES_OR_NO,
                widget=forms.RadioSelect({"class": "govuk-radios--inline"}),
            ),
            {"initial": {"example": "no"}}, {},
            id="radios in a line, one chosen",
        ),
        pytest.param(
            "checkboxes", "with error message and hint", "example",
            forms.MultipleChoiceField(
                label="What is your nationality?",
                help_text="If you have dual nationality, select all options that are "
                "relevant to you.",
                choices=[("british", "British"), ("irish", "Irish")],
                widget=forms.CheckboxSelectMultiple,
            ),
            {"error": "Please select an option"}, {},
            id="checkboxes with error and hint",
        ),
        pytest.param(
            "file-upload", "enhanced", "file-upload-1",
            forms.FileField(label="Upload a file"), {}, {},
            id="file",
        ),
    ],
)  # fmt: skip
def test_a_field_has_the_html_of_its_component(component, example, name, field, given, renamed):
    html = rendered(make_form(name, field, **given))

    assert as_specified(html) == specified(component, example, **renamed)


@pytest.mark.parametrize(
    ("example", "name", "given"),
    [
        pytest.param("default", "dob", {}, id="empty"),
        pytest.param(
            "with error message and hint", "dob-errors", {"error": "Error message goes here"},
            id="an error about the whole date marks every box",
        ),
        pytest.param(
            "with error on day input", "dob-day-error",
            {"error": forms.ValidationError("Error message goes here", params={"parts": ["day"]})},
            id="an error about the day marks the day",
        ),
    ],
)  # fmt: skip
def test_a_date_has_the_html_of_a_date_input(example, name, given):
    html = rendered(make_form(name, GovukDateField(**DATE_HINT), **given))

    assert as_specified_date(html) == specified("date-input", example)


def test_a_date_shows_what_was_kept():
    form = make_form("due", GovukDateField(label="Due"), initial={"due": date(2010, 1, 15)})

    boxes = find(rendered(form), "input")

    assert [(box[1]["name"], box[1]["value"]) for box in boxes] == [
        ("due_day", "15"),
        ("due_month", "1"),
        ("due_year", "2010"),
    ]


def test_a_password_has_the_html_of_a_password_input():
    widget = forms.PasswordInput({"autocomplete": "current-password"})
    html = rendered(make_form("password", char("Password", widget=widget)))

    assert as_specified(html) == specified("password-input", "default")


def test_text_before_and_after_a_box():
    form = make_form("cost", char("Cost per item, in pounds"))
    html = rendered(
        form,
        Layout(PrependedAppendedText("cost", prepended_text="£", appended_text="per item")),
    )

    expected = specified("input", "with prefix and suffix")
    assert text(tree(html)[0]) == text(expected[0])
    assert [each[1] for each in find(html, "div")] == [each[1] for each in find(expected, "div")]


def test_an_error_of_a_file_is_marked_at_the_file():
    field = forms.FileField(label="Upload a file", help_text=PHOTO)
    html = rendered(make_form("file-upload-3", field, error="Error message goes here"))

    assert find(as_specified(html), "input") == find(
        specified("file-upload", "with error message and hint"), "input"
    )


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        pytest.param(forms.IntegerField(min_value=0), "numeric", id="whole number"),
        pytest.param(forms.DecimalField(max_digits=5, decimal_places=2), "decimal", id="decimal"),
        pytest.param(forms.FloatField(), "decimal", id="float"),
    ],
)
def test_a_number_is_a_text_box_with_the_right_keys(field, keys):
    (box,) = find(rendered(make_form("children", field)), "input")

    assert box[1] == {
        "class": "govuk-input",
        "id": "children",
        "inputmode": keys,
        "name": "children",
        "spellcheck": "false",
        "type": "text",
    }


def test_a_browser_is_not_asked_to_cut_or_to_hint_inside_the_box():
    widget = forms.TextInput({"placeholder": "Jo Smith"})
    html = rendered(make_form("name", char("Name", max_length=20, min_length=3, widget=widget)))

    (box,) = find(html, "input")
    assert not {"maxlength", "minlength", "placeholder"} & set(box[1])


def test_rendering_twice_gives_the_same_html():
    form = make_form("name", char("Name"), error="Enter a name.")

    assert rendered(form) == rendered(form)


def test_a_single_checkbox_carries_its_own_label_and_hint():
    field = forms.BooleanField(label="Comparable", help_text="With the year before", required=False)
    html = rendered(make_form("comparable", field))

    (box,) = find(html, "input", type="checkbox")
    (label,) = find(html, "label", for_="comparable")
    assert box[1]["class"] == "govuk-checkboxes__input"
    assert box[1]["aria-describedby"] == "comparable_helptext"
    assert text(label) == "Comparable"
    assert not find(html, "legend")


def test_an_optional_field_says_so_and_a_filter_does_not():
    form = make_form("name", char("Name", required=False))
    filtering = FormHelper()
    filtering.form_method = "get"

    assert text(find(rendered(form), "label")[0]) == "Name (optional)"
    assert text(find(render_crispy_form(form, filtering), "label")[0]) == "Name"


def test_words_from_data_are_escaped_wherever_they_stand():
    nasty = "<b>&"
    field = forms.ChoiceField(
        label=nasty, help_text=nasty, choices=[(nasty, nasty)], widget=forms.RadioSelect
    )
    form = make_form("nasty", field, error=nasty)

    html = rendered(form) + render_to_string("govuk/error_summary.html", {"form": form})

    assert "<b>" not in html
    assert html.count("&lt;b&gt;&amp;") == 6  # legend, hint, error, value, label, summary


def test_a_form_is_posted_with_its_buttons_and_a_way_out():
    form = make_form("name", char("Name"))
    helper = FormHelper()
    helper.add_input(Submit("save", "Save and continue"))
    helper.add_input(Submit("leave", "Leave out", css_class="govuk-button--secondary"))
    helper.cancel_url = "/plans/"

    html = render_crispy_form(form, helper, {"csrf_token": "token"})

    (outer,) = find(html, "form")
    assert outer[1] == {"method": "post", "novalidate": ""}
    assert find(html, "input", name="csrfmiddlewaretoken")
    save, leave = find(html, "button")
    assert save[1]["class"] == "govuk-button"
    assert leave[1]["class"] == "govuk-button govuk-button--secondary"
    assert {each[1]["data-prevent-double-click"] for each in (save, leave)} == {"true"}
    assert text(save) == "Save and continue"
    (cancel,) = find(html, "a", href="/plans/")
    assert text(cancel) == "Cancel"


def test_a_button_has_the_html_of_a_button():
    helper = FormHelper()
    helper.form_tag = False
    helper.add_input(Submit("submit", "Submit"))

    (button,) = find(render_crispy_form(forms.Form(), helper), "button")
    (expected,) = specified("button", "prevent double click")

    assert expected[1].items() <= button[1].items()
    assert text(button) == text(expected)


def test_a_file_makes_the_form_send_files():
    html = render_crispy_form(make_form("file", forms.FileField()), FormHelper())

    assert find(html, "form", enctype="multipart/form-data")


def test_a_layout_groups_fields_and_buttons():
    form = make_form("name", char("Name"))
    layout = Layout(
        Fieldset("Who & when", Div("name", css_class="laa-pair")),
        ButtonHolder(Submit("save", "Save"), HTML('<a class="govuk-link" href="/">Back</a>')),
    )

    html = rendered(form, layout)

    (legend,) = find(html, "legend")
    assert text(legend) == "Who & when"
    (pair,) = find(html, "div", class_="laa-pair")
    assert find([pair], "input", name="name")
    (group,) = find(html, "div", class_="govuk-button-group")
    assert find([group], "button")
    assert find([group], "a", href="/")


# Error summary ------------------------------------------------------------------------


class QuarterForm(forms.Form):
    secret = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(label="Note")
    likelihood = forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect)
    partners = forms.MultipleChoiceField(choices=YES_OR_NO, widget=forms.CheckboxSelectMultiple)
    due = GovukDateField(named="the date returns are due")

    def clean(self):
        raise forms.ValidationError("Another quarter is open: close it first.")


def test_every_error_leads_to_something_that_can_take_the_focus():
    form = QuarterForm({"due_day": "15", "due_year": "2010"})
    summary = render_to_string("govuk/error_summary.html", {"form": form})
    focusable = [
        each[1]["id"]
        for tag in ("input", "textarea", "select")
        for each in find(rendered(form), tag)
        if each[1].get("type") != "hidden"
    ]

    targets = [link[1]["href"].removeprefix("#") for link in find(summary, "a")]

    assert targets == ["id_note", "id_note", "id_likelihood", "id_partners", "id_due_1"]
    assert set(targets) <= set(focusable)


def test_the_summary_has_the_html_of_an_error_summary():
    agree = "Agree to the terms of service to log in"
    form = make_form("example-error-1", char("Terms"), error=agree)
    form.fields["hidden"] = forms.CharField(widget=forms.HiddenInput)
    form.order_fields(["hidden"])
    form.add_error("hidden", "Invalid username or password")

    html = render_to_string("govuk/error_summary.html", {"form": form})

    assert tree(html) == specified("error-summary", "mixed with and without links")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        pytest.param(forms.CharField(), "Fill in “Answer”.", id="text"),
        pytest.param(forms.DecimalField(), "Fill in “Answer”.", id="number"),
        pytest.param(
            forms.ChoiceField(choices=YES_OR_NO), "Choose an answer for “Answer”.", id="select"
        ),
        pytest.param(
            forms.MultipleChoiceField(choices=YES_OR_NO, widget=forms.CheckboxSelectMultiple),
            "Choose at least one answer for “Answer”.",
            id="checkboxes",
        ),
        pytest.param(forms.BooleanField(), "Tick “Answer”.", id="checkbox"),
        pytest.param(forms.FileField(), "Choose a file for “Answer”.", id="file"),
        pytest.param(
            forms.CharField(error_messages={"required": "Enter a reason."}), "Enter a reason.",
            id="the form's own words",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_at_the_field_and_in_the_summary(field, said):
    form = type("AnswerForm", (forms.Form,), {"answer": field})({})

    (message,) = find(rendered(form), "p", class_="govuk-error-message")
    summary = render_to_string("govuk/error_summary.html", {"form": form})

    assert text(message) == f"Error: {said}"
    assert [text(link) for link in find(summary, "a")] == [said]


def test_a_form_without_errors_has_no_summary():
    form = make_form("name", char("Name"))

    assert not tree(render_to_string("govuk/error_summary.html", {"form": form}))


# Several forms at once ----------------------------------------------------------------


class FigureForm(forms.Form):
    numerator = forms.IntegerField()
    key = forms.CharField(widget=forms.HiddenInput)


FigureFormSet = forms.formset_factory(FigureForm, extra=2)


@pytest.fixture
def wrong_formset():
    return FigureFormSet(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-numerator": "5",
            "form-0-key": "a",
            "form-1-numerator": "five",
            "form-1-key": "b",
        }
    )


def test_a_formset_shows_every_form_once(wrong_formset):
    helper = FormHelper()
    helper.add_input(Submit("save", "Save"))

    html = render_crispy_form(wrong_formset, helper, {"csrf_token": "token"})

    names = [box[1]["name"] for box in find(html, "input")]
    assert names.count("form-TOTAL_FORMS") == 1
    assert names.count("csrfmiddlewaretoken") == 1
    assert names.count("form-1-numerator") == names.count("form-1-key") == 1
    assert len(find(html, "button")) == 1


def test_a_formset_can_be_a_table(wrong_formset):
    helper = FormHelper()
    helper.template = "govuk/table_inline_formset.html"
    helper.table_caption = "Figures of the quarter"

    html = render_crispy_form(wrong_formset, helper)

    assert text(find(html, "caption")[0]) == "Figures of the quarter"
    assert [text(cell) for cell in find(html, "th")] == ["Numerator"]
    assert len(find(html, "tr")) == 3
    assert all("govuk-visually-hidden" in label[1]["class"] for label in find(html, "label"))


def test_the_summary_of_a_formset_leads_into_the_wrong_form(wrong_formset):
    wrong_formset.is_valid()

    summary = render_to_string("govuk/error_summary.html", {"formset": wrong_formset})

    (link,) = find(summary, "a")
    assert link[1]["href"] == "#id_form-1-numerator"
    assert text(link) == "Enter a whole number."
