"""The form with which a person makes a token for their Excel or Power BI."""

from django import forms

from accounts.models import User
from reports.feeds.tokens import audiences_for, why_not_another
from reports.models import FeedToken


class TokenForm(forms.Form):
    """What the token is for, and as whom it reads."""

    name = forms.CharField(
        max_length=60,
        label="What is it for?",
        help_text="Such as “Power BI at work”. With one for each place, each can be stopped alone.",
        error_messages={"required": "Say what the token is for."},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["audience"] = forms.ChoiceField(
            widget=forms.RadioSelect,
            label="As whom does it read?",
            help_text="Choose the narrowest that will do: whoever has the token reads what you "
            "choose.",
            initial=FeedToken.Audience.PUBLIC,
            choices=audiences_for(person),
            error_messages={"required": "Choose as whom the token reads."},
        )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if sentence := why_not_another(self.person, name):
            raise forms.ValidationError(sentence)
        return name
