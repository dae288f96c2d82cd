"""Forms with which officers run the rounds."""

from django import forms

from periods.forms import GovukDateField
from periods.models import Quarter


class StepForm(forms.Form):
    """A step of a round. What the service refuses is told above the form."""

    def __init__(self, *args, quarter: Quarter, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarter = quarter


class OpenForm(StepForm):
    """Open a round, until when."""

    due = GovukDateField(
        named="the date returns are due",
        label="When are returns due?",
        help_text="The last day on which a return is in time. The usual is the tenth working day.",
    )

    def __init__(self, *args, opens, **kwargs):
        super().__init__(*args, **kwargs)
        self.opens = opens

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < self.opens:
            raise forms.ValidationError(
                "The date returns are due must be on or after the day the quarter opens, "
                f"{self.opens:%-d %B %Y}.",
                params={"parts": ("day", "month", "year")},
            )
        return due


class CloseForm(StepForm):
    """Close a round: there is nothing to enter."""


class PublishForm(StepForm):
    """Publish a round; where something is missing, or it was published before, say why."""

    reason = forms.CharField(widget=forms.Textarea, label="Why is it published?", required=False)

    def __init__(self, *args, asks: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["reason"]
            return
        self.fields["reason"].label = asks
        self.fields["reason"].required = True
        self.fields["reason"].help_text = "One or two sentences. They are kept with the release."
        self.fields["reason"].error_messages["required"] = "Say why, in a sentence."

    def reason_given(self) -> str:
        return self.cleaned_data.get("reason", "")


class WithdrawForm(StepForm):
    """Withdraw a publication, saying why."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the publication withdrawn?",
        help_text="One or two sentences. They are kept, with your name.",
        error_messages={"required": "Say why the publication is withdrawn."},
    )
