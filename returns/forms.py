"""What a return asks, thing by thing: each form reads what was typed and makes one record of it.

Every rule is asked of the model that keeps the record, so a wrong answer gets the same sentence
here as in the admin and the workbook. The form adds what only a return asks: words where the
answer needs them, and a confirmation where a figure may not be meant.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from indicators.expectations import Standing
from indicators.forms import CountField, ValueField
from indicators.models import Actual
from indicators.nouns import noun_for
from indicators.values import Unit
from periods.fields import words
from periods.forms import GovukDateField
from plans.models import Action, ActionUpdate, DependencyUpdate, Milestone, MilestoneUpdate
from plans.progress import (
    ACTION_ASKS_WHY,
    ACTION_MEANS,
    DEPENDENCY_ASKS_WHY,
    DEPENDENCY_MEANS,
    ActionStatus,
    DependencyStatus,
)
from returns.drafts import Typed
from returns.models import Draft, Return
from returns.outlook import OFF_TARGET
from risks.models import Risk, RiskAssessment
from risks.scale import DEFAULT_SCALE, IMPACT_MEANS, LIKELIHOOD_MEANS, RiskState

NOTHING_TO_ADD = "Nothing to add."
# What the record says where "nothing to report" was the answer; nobody typed it.
NOTHING_TO_REPORT = "Nothing to report this quarter."
MOST_WORDS, MOST_CHARACTERS = 500, 10_000  # of one answer


class Words(forms.CharField):
    """An answer in words, of one or more lines; the page counts them."""

    max_words = MOST_WORDS

    def __init__(self, label: str, *, hint: str = "", rows: int = 4, **kwargs):
        kwargs = {"required": False, "max_length": MOST_CHARACTERS} | kwargs
        super().__init__(
            label=label, help_text=hint, widget=forms.Textarea({"rows": rows}), **kwargs
        )
        self.error_messages["max_length"] = _too_long(label, MOST_CHARACTERS)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value):
        super().validate(value)
        if (count := len(value.split())) > self.max_words:
            raise ValidationError(
                f"“{self.label}” has {count:,} words: shorten it to {self.max_words}."
            )


class Line(forms.CharField):
    """A short answer, of one line."""

    def __init__(self, label: str, *, hint: str = "", max_length: int):
        super().__init__(label=label, help_text=hint, required=False, max_length=max_length)
        self.error_messages["max_length"] = _too_long(label, max_length)


def _too_long(label: str, most: int) -> str:
    return f"“{label}” is longer than {most:,} characters: shorten it."


class Confirmation(forms.CheckboxInput):
    """A tick that says what it confirms: of anything else, typed later, it says nothing.

    `of` are the boxes, in the same form, whose contents are confirmed. A workbook says "on", for
    what stands beside it.
    """

    def __init__(self, of: Sequence[str]):
        super().__init__()
        self.of = of

    def confirms(self, boxes: Mapping[str, Any]) -> str:
        """What a tick beside these contents confirms, as the browser sends it."""
        return "/".join("" if (text := boxes.get(each)) is None else str(text) for each in self.of)

    def value_from_datadict(self, data, files, name):
        prefix = name.rpartition("-")[0]
        sent = data.get(name)
        return sent in ("on", self.confirms(without_prefix(data, prefix)))


class OneOf(forms.ChoiceField):
    """Radio buttons: `means` says what each choice means, `reveals` which fields it asks for, and
    `tells` what it asks to be written in the box below.
    """

    def __init__(
        self, label: str, choices, *, means=None, reveals=None, tells=None, asks="", **kwargs
    ):
        kwargs = {"required": True} | kwargs
        super().__init__(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)
        self.error_messages["required"] = asks or f"Choose an answer for “{label}”."
        self.hints: dict[str, str] = dict(means or {})
        self.reveals: dict[str, tuple[str, ...]] = dict(reveals or {})
        self.tells: dict[str, str] = dict(tells or {})


class ItemForm(forms.BaseForm):
    """What every form of a return can do.

    `quiet` shows what was typed without judging it: a draft that somebody comes back to.
    `reading` reads back what was kept, whatever would be said of it today. `named` is how an error
    names what the form is about, where a page asks of more than one.
    """

    quiet = reading = False
    # Boxes that are asked for under some answers: not marked as optional.
    asks: frozenset[str] = frozenset()
    # Boxes that are never blank: a list to choose from has something chosen.
    given: frozenset[str] = frozenset()

    def __init__(
        self, *args, quiet: bool = False, reading: bool = False, named: str = "", **kwargs
    ):
        self.quiet, self.reading, self.named = quiet, reading, named
        super().__init__(*args, **kwargs)
        if getattr(getattr(self, "instance", None), "carried_on", False):
            self.initial["commentary"] = ""

    def full_clean(self):
        if self.quiet or self.reading:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}
            if self.reading:
                self.cleaned_data = {each.name: as_read(each) for each in self}
        else:
            super().full_clean()

    def leave_out(self, *names: str) -> None:
        """Take no notice of fields that this answer does not ask for."""
        for name in names:
            if name in self.fields:
                self.cleaned_data[name] = self.fields[name].clean("")
                self.errors.pop(name, None)

    def need(self, name: str, sentence: str) -> None:
        """Ask for words at a field that was left blank."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def refuse_date(self, name: str, sentence: str) -> None:
        """Say what is wrong with a date, at all of its boxes."""
        params = {"parts": ("day", "month", "year")}
        self.add_error(name, ValidationError(sentence, params=params))

    @property
    def answers(self) -> list[tuple[str, Any]]:
        """What is said, as (question, answer): the fields that have an answer."""
        return [
            (str(field.label), shown(field))
            for field in self
            if not field.is_hidden
            and self.cleaned_data.get(field.name) not in (None, "", False)
            and not (self.reading and field.name == "sure")
        ]

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything into it."""
        return not any(
            str(text).strip() for name, text in typed_in(self).items() if name not in self.given
        )


class RecordForm(ItemForm, forms.ModelForm):
    """A question whose answer is a record."""

    def _update_errors(self, errors: ValidationError):
        """What is told of a field that is not asked here stands at the one that decides it.

        Of a field of which the form has told something, the model's word would be the second.
        """
        if hasattr(errors, "error_dict"):
            told: dict[str, list] = {}
            for name, each in errors.error_dict.items():
                if name not in self.errors:
                    told.setdefault(self.place_of(name), []).extend(each)
            errors = ValidationError(told)
        super()._update_errors(errors)  # type: ignore[misc]  # private, and so not in the stubs

    def place_of(self, name: str) -> str:
        return name if name in self.fields else NON_FIELD_ERRORS


def as_read(field) -> Any:
    """What a box holds, of its kind where it can be; nothing is judged."""
    try:
        return field.field.clean(field.data)
    except ValidationError:
        typed = field.data
        return " ".join(map(str, typed)) if isinstance(typed, list) else typed


def shown(field) -> Any:
    """An answer as it is read back: a chosen word by its label."""
    value = field.form.cleaned_data[field.name]
    if isinstance(field.field, forms.ChoiceField):
        return dict(field.field.widget.choices).get(value, value)
    return "Yes" if value is True else value


def typed_in(form: forms.BaseForm) -> Typed:
    """What was typed into the form's boxes, by their names without the prefix."""
    boxes = {
        f"{name}{part}"
        for name, each in form.fields.items()
        for part in getattr(each.widget, "widgets_names", [""])
    }
    typed = without_prefix(form.data, f"{form.prefix}")
    return {name: text for name, text in typed.items() if name in boxes}


def without_prefix(data: Mapping, prefix: str) -> dict[str, str]:
    """What is in the boxes of one form of several, by their names without its prefix."""
    start = f"{prefix}-"
    return {
        name.removeprefix(start): data.get(name, "")
        for name in data
        if name.startswith(start) and name != f"{start}version"
    }


# Figures ----------------------------------------------------------------------------------


class FigureForm(RecordForm):
    """A figure that the quarter asks for: its counts, or why it is not available; and the words
    that its status asks for.

    `judge` says how a figure stands against its target; `before` is the record reported about it
    last quarter, whose words may be carried on.
    """

    available = OneOf(
        "Is the figure known?",
        [("yes", "Yes"), ("no", "No, it is not available yet")],
        reveals={"no": ("not_available_because", "expected")},
        asks="Say whether the figure is known.",
    )
    numerator = CountField(required=False)
    denominator = CountField(required=False)
    achieved = CountField(
        label="Achieved already", required=False, help_text="Sure to count, whatever happens"
    )
    predicted = CountField(
        label="Predicted", required=False, help_text="Likely to, beside those achieved already"
    )
    unlikely = CountField(
        label="Unlikely, but possible", required=False, help_text="Could still, with luck"
    )
    value = ValueField(required=False)
    not_available_because = Words("Why is it not available?", rows=2)
    expected = GovukDateField(
        named="the date the figure is expected",
        label="When do you expect it?",
        help_text="For example, 29 1 2010",
        required=False,
    )
    reason = Words("Why is the figure corrected?", rows=2)
    sure = forms.BooleanField(
        required=False,
        label="The figure is right as it is",
        widget=Confirmation(
            of=("available", "numerator", "denominator", "achieved", "predicted", "value")
        ),
    )
    still_true = forms.BooleanField(
        required=False, label="Last quarter’s words are still true: keep them"
    )
    why = Words("Why is it off target?")
    being_done = Words("What is being done about it?")
    back_on_track = Words("When will it be back on track?", rows=2)
    help_needed = Words("What help is needed, and from whom?", rows=2)
    source = Words("Where does the figure come from?", rows=1)

    class Meta:
        model = Actual
        fields = (
            "numerator", "denominator", "value", "not_available_because", "expected", "reason",
            "why", "being_done", "back_on_track", "help_needed", "source",
        )  # fmt: skip

    asks = frozenset(
        {"numerator", "denominator", "not_available_because", "expected", "reason", "why",
         "being_done", "sure", "still_true"}
    )  # fmt: skip
    given = frozenset({"available", "sure"})
    COMMENTARY = ("why", "being_done", "back_on_track", "help_needed")
    ESTIMATE = ("achieved", "predicted", "unlikely")
    # In the order of the page.
    field_order = (
        "available", "not_available_because", "expected", "numerator", "denominator", *ESTIMATE,
        "value", "reason", "sure", "still_true", *COMMENTARY, "source",
    )  # fmt: skip

    def __init__(
        self,
        *args,
        wanted: Standing,
        judge=None,
        before: Any = None,
        because: str = "",
        today: date | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.judge, self.before, self.because, self.today = judge, before, because, today
        self.wanted = wanted
        self.doubts: list[str] = []
        self._name_boxes()
        self.initial["available"] = "yes"
        if self.instance.pk:
            self._show_record()
        self._say_what_is_confirmed()

    def _say_what_is_confirmed(self) -> None:
        widget = self.fields["sure"].widget
        shown_now = {each: self[each].value() for each in widget.of if each in self.fields}
        widget.attrs["value"] = widget.confirms(shown_now)

    def _name_boxes(self) -> None:
        """The boxes of this indicator, in its own words."""
        for name in ("numerator", "denominator", "value", *self.ESTIMATE):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-5"
        indicator = self.instance.indicator
        noun = noun_for(indicator.counted_as, indicator.unit).many or "things"
        percentage = indicator.unit == Unit.PERCENTAGE
        if indicator.unit == Unit.NUMBER:
            for name in ("numerator", "denominator", *self.ESTIMATE):
                del self.fields[name]
            self.fields["value"].label = indicator.numerator_words or f"How many {noun}?"
            self.asks = self.asks | {"value"}
        else:
            self.fields["numerator"].label = indicator.numerator_words or f"How many {noun} did"
            self.fields["denominator"].label = (
                indicator.denominator_words or f"Out of how many {noun} in all"
            )
            self.fields["value"].label = (
                "Or the percentage, if the numbers are not known"
                if percentage
                else "Or the rate, if the numbers are not known"
            )
        if not (percentage and self.wanted == Standing.FORECAST):
            for name in self.ESTIMATE:
                self.fields.pop(name, None)
        if self.wanted != Standing.RESTATED:
            del self.fields["reason"]
        if not (self.before and any(getattr(self.before, each) for each in self.COMMENTARY)):
            del self.fields["still_true"]

    def _show_record(self) -> None:
        """What the record says, for boxes that it has no column for."""
        gone = self.instance.standing == Standing.NOT_AVAILABLE
        self.initial["available"] = "no" if gone else "yes"
        low, central, high = self.instance.low, self.instance.numerator, self.instance.high
        if low is not None and central is not None and high is not None:
            estimate = (low, central - low, high - central)
            self.initial.update(zip(self.ESTIMATE, estimate, strict=True))
        self.initial["sure"] = True

    def place_of(self, name: str) -> str:
        if name in ("standing", "period", "marker", "reported_in"):
            return "available"
        return {"low": "achieved", "high": "unlikely"}.get(name, super().place_of(name))

    def clean(self):
        super().clean()
        figure = self.instance
        figure.marker = ""
        if self.cleaned_data.get("available") == "no":
            self._take_as_not_available()
        else:
            figure.standing = self.wanted
            self.leave_out("not_available_because", "expected")
            self._add_up_estimate()
        if self.cleaned_data.get("still_true") and self.before:
            for each in self.COMMENTARY:
                self.cleaned_data[each] = self.cleaned_data.get(each) or getattr(self.before, each)
        if "reason" not in self.fields and figure.pk:
            figure.reason = self.because
        elif self.wanted == Standing.RESTATED:
            self.need("reason", "Say why the figure is corrected.")
        return self.cleaned_data

    def _take_as_not_available(self) -> None:
        self.instance.standing = Standing.NOT_AVAILABLE
        self.leave_out("numerator", "denominator", "value", *self.ESTIMATE)
        self.instance.low = self.instance.high = None
        self.need("not_available_because", "Say why the figure is not available.")
        self.need("expected", "Enter the date the figure is expected.")
        expected = self.cleaned_data.get("expected")
        if expected and self.today and expected < self.today:
            self.refuse_date(
                "expected",
                "The date the figure is expected is past: choose one that is still to come.",
            )

    def _add_up_estimate(self) -> None:
        """Achieved, predicted and unlikely give a low, a central and a high forecast."""
        self.instance.low = self.instance.high = None
        given = [self.cleaned_data.get(each) for each in self.ESTIMATE]
        if not any(each is not None for each in given):
            return
        achieved, predicted, unlikely = (each or 0 for each in given)
        central = achieved + predicted
        if self.cleaned_data.get("numerator") not in (None, central):
            self.add_error(
                "numerator",
                f"Achieved and predicted make {central}: leave this blank, or correct them.",
            )
        self.cleaned_data["numerator"] = central
        self.instance.low, self.instance.high = achieved, central + unlikely

    def _post_clean(self):
        self.instance.unread = frozenset(self.errors)
        super()._post_clean()
        if self.errors:
            return
        self._ask_about_doubts()
        if self.judge and self.judge(self.instance) in OFF_TARGET:
            self.need("why", "Say why it is off target.")
            self.need("being_done", "Say what is being done about it.")

    def _ask_about_doubts(self) -> None:
        self.doubts = [sentence for _, sentence in self.instance.doubts()]
        if self.doubts and not self.cleaned_data.get("sure"):
            said = ". ".join(each[:1].upper() + each[1:] for each in self.doubts)
            self.add_error("sure", f"{said}.")

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed a figure, nor said that there is none yet."""
        return typed_in(self).get("available") != "no" and super().is_blank

    @property
    def figure_problems(self) -> list[str]:
        """What is wrong with the figure as far as it is typed, box by box."""
        typed = typed_in(self)
        begun = [each for each in ("numerator", "denominator") if typed.get(each, "").strip()]
        whole = len(begun) == 2 or bool(typed.get("value", "").strip())
        return [
            str(text)
            for name in ("numerator", "denominator", *self.ESTIMATE, "value", "sure")
            if typed.get(name, "").strip() or whole
            for text in self.errors.get(name, [])
            if whole or name not in begun or not self.cleaned_data.get(name)
        ]

    @property
    def confirmed_before(self) -> str:
        """What goes along unseen for a figure that was kept: that it was meant, and no other."""
        return (
            ""
            if self.is_bound or not self.instance.pk
            else self["sure"].field.widget.attrs["value"]
        )

    # In the order of the page ----------------------------------------------------------------

    @property
    def figure_fields(self) -> list:
        return self._boxes("available", "numerator", "denominator")

    @property
    def estimate_fields(self) -> list:
        return self._boxes(*self.ESTIMATE)

    @property
    def has_estimate(self) -> bool:
        return any(each.value() not in (None, "") for each in self.estimate_fields)

    @property
    def other_figure_fields(self) -> list:
        ticked = self.is_bound and self["sure"].value()
        asked = ["sure"] if "sure" in self.errors or ticked else []
        return self._boxes("value", "reason", *asked)

    @property
    def commentary_fields(self) -> list:
        return self._boxes("still_true", *self.COMMENTARY)

    @property
    def source_field(self):
        return self["source"]

    def _boxes(self, *names: str) -> list:
        return [self[each] for each in names if each in self.fields]


# Actions and milestones -------------------------------------------------------------------


class ActionForm(RecordForm):
    """How an action went this quarter."""

    asks = frozenset({"commentary"})

    status = OneOf(
        "How is it going?", words(ActionStatus), means=ACTION_MEANS, tells=ACTION_ASKS_WHY,
        asks="Say how it is going.",
    )  # fmt: skip
    commentary = Words(
        "What happened this quarter?",
        hint="May be left blank where it is on track, or not started",
        rows=3,
    )

    class Meta:
        model = ActionUpdate
        fields = ("status", "commentary")

    def clean(self):
        super().clean()
        if sentence := ACTION_ASKS_WHY.get(self.cleaned_data.get("status")):
            self.need("commentary", sentence)
        return self.cleaned_data


class MilestoneForm(RecordForm):
    """Whether a milestone was reached, or moves and why. Every date it had is kept."""

    field_order = ("how", "done_on", "now_due", "reason")
    asks = frozenset({"done_on", "now_due", "reason"})

    how = OneOf(
        "Was it reached?",
        [("done", "Yes, it is done"), ("moved", "No, it moves to a new date"), ("not yet", "No")],
        reveals={"done": ("done_on",), "moved": ("now_due", "reason")},
        asks="Say whether the milestone was reached.",
    )
    done_on = GovukDateField(
        named="the date it was done", label="When was it done?", required=False
    )
    now_due = GovukDateField(named="the new date", label="When is it due now?", required=False)
    reason = Words("Why does it move?", rows=2)

    class Meta:
        model = MilestoneUpdate
        fields = ("done_on", "now_due", "reason")

    def __init__(self, *args, until=None, now_due=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.until, self.now_due = until, now_due
        if self.instance.pk:
            self.initial["how"] = self.instance_says()

    @property
    def is_overdue(self) -> bool:
        """Whether the date it has is past: then “no” alone is no answer."""
        return bool(self.now_due and self.until and self.now_due < self.until)

    def _check_new_date(self) -> None:
        new = self.cleaned_data.get("now_due")
        if new and self.until and new < self.until:
            self.refuse_date("now_due", "The new date is past: choose one that is still to come.")

    def instance_says(self) -> str:
        if self.instance.done_on:
            return "done"
        return "moved" if self.instance.now_due else "not yet"

    def clean(self):
        super().clean()
        how = self.cleaned_data.get("how")
        if how != "done":
            self.leave_out("done_on")
        if how != "moved":
            self.leave_out("now_due", "reason")
        if how == "done":
            self.need("done_on", "Enter the date it was done.")
            done_on = self.cleaned_data.get("done_on")
            if done_on and self.until and done_on > self.until:
                self.refuse_date(
                    "done_on", "The date it was done is still to come: choose a day up to today."
                )
        if how == "moved":
            self.need("now_due", "Enter the new date.")
            self.need("reason", "Say why it moves.")
            self._check_new_date()
        if how == "not yet" and self.is_overdue:
            self.add_error("how", "It is past its date: choose a new one, and say why it moves.")
        return self.cleaned_data


class NewActionForm(RecordForm):
    """An action that a manager or lead proposes."""

    asks = frozenset({"action"})

    action = Words("What is to be done?", rows=3)
    who = Words("Who does it?", hint="One body on each line", rows=2)
    success_measure = Words("By what will its success be measured?", rows=2)
    when = Line(
        "When?",
        hint="As you would write it in the plan: September 2010, or Quarterly",
        max_length=300,
    )

    class Meta:
        model = Action
        fields = ("action", "who", "success_measure", "when")

    def clean(self):
        super().clean()
        self.need("action", "Say what is to be done.")
        return self.cleaned_data


class NewMilestoneForm(RecordForm):
    """A milestone that a manager or lead proposes for an action of the plan."""

    given = frozenset({"of_action"})
    asks = frozenset({"words", "first_due"})

    of_action = forms.ChoiceField(
        label="Of which action?",
        error_messages={"required": "Choose the action that it belongs to."},
    )
    words = Words("What is to be reached?", rows=2)
    first_due = GovukDateField(named="the date it is due", label="By when?", required=False)

    class Meta:
        model = Milestone
        fields = ("words", "first_due")

    def __init__(self, *args, actions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.actions = {str(each.pk): each for each in actions}
        self.fields["of_action"].choices = [
            ("", "Choose an action"),
            *((key, f"{each.number}. {each.action}") for key, each in self.actions.items()),
        ]

    def clean(self):
        super().clean()
        self.need("words", "Say what is to be reached.")
        self.need("first_due", "Enter the date it is due.")
        if action := self.actions.get(self.cleaned_data.get("of_action", "")):
            self.instance.action = action
        return self.cleaned_data


# Risks, dependencies, summary -------------------------------------------------------------


class RiskForm(RecordForm):
    """How a risk is rated this quarter, or why it is closed."""

    field_order = ("impact", "likelihood", "closed", "commentary")
    asks = frozenset({"commentary"})

    impact = OneOf(
        "Impact", [(each, each) for each in DEFAULT_SCALE.impact], means=IMPACT_MEANS,
        asks="Choose an impact.",
    )  # fmt: skip
    likelihood = OneOf(
        "Likelihood", [(each, each) for each in DEFAULT_SCALE.likelihood],
        means=LIKELIHOOD_MEANS, asks="Choose a likelihood.",
    )  # fmt: skip
    closed = forms.BooleanField(required=False, label="This risk is over: close it")
    commentary = Words(
        "What changed?",
        hint="May be left blank. If you close the risk, say why it is over.",
        rows=2,
    )

    class Meta:
        model = RiskAssessment
        fields = ("impact", "likelihood", "commentary")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["closed"] = self.instance.state == RiskState.CLOSED

    def clean(self):
        super().clean()
        closed = self.cleaned_data.get("closed")
        self.instance.state = RiskState.CLOSED if closed else RiskState.OPEN
        if closed:
            self.need("commentary", "Say why the risk is over.")
            self._leave_unrated()
        return self.cleaned_data

    def _leave_unrated(self) -> None:
        """What is over need not be rated once more."""
        for name in ("impact", "likelihood"):
            if not self[name].data:
                self.errors.pop(name, None)
                self.cleaned_data[name] = ""


class NewRiskForm(RecordForm):
    """A risk that a manager or lead proposes, with its first rating."""

    # Radio buttons cannot be emptied: they alone are no proposal.
    given = frozenset({"impact", "likelihood"})
    asks = frozenset({"risk"})

    risk = Words("What could go wrong?", rows=2)
    impact = RiskForm.base_fields["impact"]
    likelihood = RiskForm.base_fields["likelihood"]
    how_managed = Words("How is it managed?", rows=2)
    owner = Line("Who watches it?", max_length=200)

    class Meta:
        model = Risk
        fields = ("risk", "how_managed", "owner")

    def clean(self):
        super().clean()
        self.need("risk", "Say what could go wrong.")
        return self.cleaned_data


class DependencyForm(RecordForm):
    """How something on which the plan depends stands this quarter."""

    asks = frozenset({"commentary"})

    status = OneOf(
        "How does it stand?", words(DependencyStatus), means=DEPENDENCY_MEANS,
        tells=DEPENDENCY_ASKS_WHY, asks="Say how it stands.",
    )  # fmt: skip
    commentary = Words(
        "What happened this quarter?", hint="May be left blank where it is on course", rows=2
    )

    class Meta:
        model = DependencyUpdate
        fields = ("status", "commentary")

    def clean(self):
        super().clean()
        if sentence := DEPENDENCY_ASKS_WHY.get(self.cleaned_data.get("status")):
            self.need("commentary", sentence)
        return self.cleaned_data


class SummaryForm(RecordForm):
    """What the Board should know of this plan this quarter."""

    asks = frozenset({"summary", "nothing"})

    summary = Words(
        "What should the Board know?",
        hint="Two or three sentences in plain English. Name no child, and nothing by which one "
        "could be known.",
        rows=6,
    )
    nothing = forms.BooleanField(
        required=False, label="There is nothing to add to the figures and updates"
    )

    class Meta:
        model = Return
        fields = ("summary",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.summary == NOTHING_TO_ADD:
            self.initial |= {"summary": "", "nothing": True}

    def clean(self):
        super().clean()
        if self.cleaned_data.get("nothing"):
            if self.cleaned_data.get("summary"):
                self.add_error("nothing", "There is a summary: take out one or the other.")
            self.cleaned_data["summary"] = NOTHING_TO_ADD
        else:
            self.need("summary", "Write a summary, or say that there is nothing to add.")
        return self.cleaned_data


class NothingForm(ItemForm, forms.Form):
    """Nothing to report: an answer for everything in the section that has none of its own."""

    nothing = forms.BooleanField(
        required=False,
        label="Nothing to report: all that is not answered below stands as it did last quarter",
    )


def bound(form_class, draft: Draft | None, *, prefix: str, quiet: bool, **kwargs):
    """The form with what the draft says, or with the record where there is none."""
    if draft is None:
        return form_class(prefix=prefix, **kwargs)
    data: Mapping = {f"{prefix}-{name}": text for name, text in draft.typed.items()}
    return form_class(data, prefix=prefix, quiet=quiet, **kwargs)
