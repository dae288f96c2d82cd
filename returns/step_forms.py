"""Forms with which a return goes on: recalled, sent back, signed off, reopened."""

from django import forms

from returns.models import Return

GONE_ON = "This return has gone on since you opened the page: look at it once more."


class StepForm(forms.Form):
    """A step of a return. `seen` is the last step that the page told of."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ours: Return, **kwargs):
        super().__init__(*args, **kwargs)
        self.ours = ours

    def clean(self):
        cleaned = super().clean()
        last = self.ours.last_step
        if last and self.cleaned_data.get("seen") != last.pk:
            raise forms.ValidationError(GONE_ON)
        return cleaned

    @property
    def asked(self) -> list:
        """The boxes to fill in."""
        return self.visible_fields()


class OneInALine(forms.CheckboxSelectMultiple):
    """Boxes of one name; where they were kept while somebody signed in, one in a line."""

    def value_from_datadict(self, data, files, name):
        sent = super().value_from_datadict(data, files, name)
        texts = [sent] if isinstance(sent, str) else sent or []
        return [line for text in texts for line in text.splitlines()]


class SendBackForm(StepForm):
    """Ask for changes: in which of `sections`, pairs of word and title, and which changes."""

    sections = forms.MultipleChoiceField(
        widget=OneInALine,
        label="Which sections need changes?",
        error_messages={"required": "Choose the sections that need changes."},
    )
    reason = forms.CharField(
        widget=forms.Textarea,
        label="What is to be changed, and why?",
        help_text="Whoever fills the return in reads this above each of these sections.",
        error_messages={"required": "Say what is to be changed, and why."},
    )

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = sections


class ReopenForm(StepForm):
    """Take a sign-off back, saying why."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the return reopened?",
        help_text="One or two sentences. They are kept, with your name.",
        error_messages={"required": "Say why the return is reopened."},
    )
