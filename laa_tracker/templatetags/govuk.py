"""What the crispy pack `govuk` asks about a form field: its component, its control, its errors."""

import copy
from typing import NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField

from periods.forms import PARTS, GovukDateInput

register = template.Library()

# The GOV.UK component of each kind of widget: the first that fits, else a plain input.
COMPONENTS = (
    (GovukDateInput, "date_input"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.PasswordInput, "password_input"),
    (forms.FileInput, "file_upload"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
)
CLASSES = {
    "input": "govuk-input",
    "password_input": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "character_count": "govuk-textarea govuk-js-character-count",
    "select": "govuk-select",
    "file_upload": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
ERROR_CLASSES = {
    "input": "govuk-input--error",
    "password_input": "govuk-input--error",
    "textarea": "govuk-textarea--error",
    "character_count": "govuk-textarea--error",
    "select": "govuk-select--error",
    "file_upload": "govuk-file-upload--error",
}
# A browser cuts a pasted text at maxlength without a word, and a placeholder is no label.
UNWANTED = ("maxlength", "minlength", "placeholder", "cols")
DJANGOS_ROWS, OUR_ROWS = "10", 5


# Django says "This field is required." of each: in a summary nobody knows which is meant.
DJANGOS_REQUIRED = forms.Field.default_error_messages["required"]
REQUIRED = {
    "select": "Choose an answer for “{}”.",
    "radios": "Choose an answer for “{}”.",
    "checkboxes": "Choose at least one answer for “{}”.",
    "checkbox": "Tick “{}”.",
    "file_upload": "Choose a file for “{}”.",
}


class Choice(NamedTuple):
    """One radio button or checkbox."""

    id: str
    value: object
    label: str
    checked: bool
    disabled: bool
    hint: str = ""
    reveals: tuple[BoundField, ...] = ()
    tells: str = ""


class DatePart(NamedTuple):
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool


class ErrorLink(NamedTuple):
    """A line of the error summary; `target` is the id it leads to, if any."""

    target: str
    text: str


@register.filter
def component(field: BoundField) -> str:
    """The name of the GOV.UK component that shows this field."""
    widget = field.field.widget
    name = next((name for kind, name in COMPONENTS if isinstance(widget, kind)), "input")
    counts = name == "textarea" and getattr(field.field, "max_length", None)
    return "character_count" if counts else name


@register.filter
def component_template(field: BoundField) -> str:
    return f"govuk/components/{component(field)}.html"


@register.simple_tag
def control(field: BoundField):
    """The field's control, dressed as its GOV.UK component."""
    name = component(field)
    widget = copy.deepcopy(field.field.widget)  # rendering twice must not dress it twice
    if isinstance(widget, forms.NumberInput):
        widget = number_as_text(widget, field.field)
    if isinstance(widget, forms.ClearableFileInput):
        widget = forms.FileInput(widget.attrs)
    given = widget.attrs.get("class", "")
    error = ERROR_CLASSES.get(name, "") if field.errors else ""
    widget.attrs["class"] = " ".join(filter(None, [CLASSES[name], given, error]))
    if str(widget.attrs.get("rows")) == DJANGOS_ROWS:
        widget.attrs["rows"] = OUR_ROWS
    for attribute in UNWANTED:
        widget.attrs.pop(attribute, None)
    return field.as_widget(widget=widget, attrs=control_attributes(name, field))


def control_attributes(name: str, field: BoundField) -> dict:
    if name == "character_count":
        described = [f"{field.auto_id}-info", field.aria_describedby]
        return {"aria-describedby": " ".join(filter(None, described))}
    if name == "password_input":
        return {"spellcheck": "false", "autocapitalize": "none"}
    return {}


def number_as_text(widget: forms.NumberInput, field: forms.Field) -> forms.TextInput:
    """A text box with the right keys on a phone.

    `type="number"` turns figures on the scroll wheel and drops what it cannot read.
    """
    attrs = {k: v for k, v in widget.attrs.items() if k not in {"min", "max", "step"}}
    whole = isinstance(field, forms.IntegerField) and not isinstance(
        field, forms.DecimalField | forms.FloatField
    )
    return forms.TextInput(
        {"inputmode": "numeric" if whole else "decimal", "spellcheck": "false"} | attrs
    )


@register.simple_tag
def choices(field: BoundField) -> list[Choice]:
    """The choices of a field; the first has the field's own id, so that a link can find it.

    A field may say what its choices mean (`hints`), which fields one of them asks for (`reveals`),
    and what it asks of a field that stands by itself (`tells`), all by value.
    """
    hints = getattr(field.field, "hints", {})
    tells = getattr(field.field, "tells", {})
    reveals = getattr(field.field, "reveals", {})
    return [
        Choice(
            id=f"{field.auto_id}_{number}" if number else field.auto_id,
            value=choice.data["value"],
            label=choice.choice_label,
            checked=choice.data["selected"],
            disabled=bool(choice.data["attrs"].get("disabled")),
            hint=hints.get(choice.data["value"], ""),
            reveals=tuple(field.form[each] for each in reveals.get(choice.data["value"], ())),
            tells=tells.get(choice.data["value"], ""),
        )
        for number, choice in enumerate(field.subwidgets)
    ]


@register.simple_tag
def top_fields(form: forms.BaseForm) -> list[BoundField]:
    """The fields that stand by themselves: those that no choice of another field asks for."""
    asked_for = {
        name
        for field in form.fields.values()
        for names in getattr(field, "reveals", {}).values()
        for name in names
    }
    return [field for field in form if field.name not in asked_for]


@register.simple_tag
def date_parts(field: BoundField) -> list[DatePart]:
    context = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    wrong = wrong_parts(field)
    return [
        DatePart(
            id=box["attrs"]["id"],
            name=box["name"],
            label=part.capitalize(),
            value="" if box["value"] is None else box["value"],
            width=4 if part == "year" else 2,
            wrong=part in wrong,
        )
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True)
    ]


def wrong_parts(field: BoundField) -> tuple[str, ...]:
    """The parts of the date that its errors name; all three when an error names none."""
    errors = field.errors.as_data()
    named = [part for error in errors for part in (error.params or {}).get("parts", PARTS)]
    return tuple(part for part in PARTS if part in named)


@register.filter
def field_errors(field: BoundField) -> list[str]:
    """What is wrong with this field, in words that name it."""
    required = REQUIRED.get(component(field), "Fill in “{}”.").format(field.label)
    return [required if text == DJANGOS_REQUIRED else str(text) for text in field.errors]


@register.simple_tag
def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """Every error of the form, in the order of the page, with the id of what to mend.

    A form that is one of many on its page says of what it is (`named`).
    """
    visible = form.visible_fields()
    first = error_target(visible[0]) if visible else ""
    found = [(first, str(text)) for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else error_target(field)
        found += [(target, text) for text in field_errors(field)]
    named = getattr(form, "named", "")
    return [ErrorLink(target, sentence_about(named, text)) for target, text in found]


def sentence_about(named: str, text: str) -> str:
    """The sentence with what it is about: "Action 3: say how it is going."."""
    if not named:
        return text
    goes_on = text[:1].lower() if text[1:2].islower() else text[:1]
    return f"{named}: {goes_on}{text[1:]}"


def error_target(field: BoundField) -> str:
    if component(field) == "date_input":
        wrong = wrong_parts(field) or PARTS
        return f"{field.auto_id}_{PARTS.index(wrong[0])}"
    return field.auto_id
