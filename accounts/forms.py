"""allauth's forms, in our words.

A password is asked for once: whoever wants to see what they typed presses Show.
"""

from allauth.account import forms
from allauth.mfa.base import forms as mfa_forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts.adapters import LOCKED_FOR
from accounts.deeds import Deed, tell

HINT = (
    "At least 12 characters, and none that many people use. Three words that do not belong "
    "together are easy to remember and hard to guess."
)


def say(form, name: str, label: str, hint: str = "") -> None:
    """Give a field its label and its hint."""
    form.fields[name].label = label
    form.fields[name].help_text = hint


def ask_once(form, label: str) -> None:
    """Ask for the new password in one box."""
    say(form, "password1", label, HINT)
    del form.fields["password2"]


class LoginForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, "login", "Sign-in name or e-mail address")
        say(self, "password", "Password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].error_messages["required"] = (
            "Enter your sign-in name or your e-mail address."
        )
        self.fields["password"].error_messages["required"] = "Enter your password."


class ResetPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, "email", "E-mail address")
        self.fields["email"].error_messages["required"] = "Enter your e-mail address."


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_once(self, "Password")
        self.fields["password1"].error_messages["required"] = "Enter a password."


class ChangePasswordForm(forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", "Your password now")
        ask_once(self, "New password")
        self.fields["oldpassword"].error_messages["required"] = "Enter your password now."
        self.fields["password1"].error_messages["required"] = "Enter a new password."

    def clean_oldpassword(self):
        try:
            return super().clean_oldpassword()
        except ValidationError:
            tell(Deed.SIGN_IN_FAILED, "Wrong password, to change it", by=self.user)
            raise


class SetPasswordForm(forms.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_once(self, "Password")
        self.fields["password1"].error_messages["required"] = "Enter a password."


class ReauthenticateForm(forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say(self, "password", "Password")
        self.fields["password"].error_messages["required"] = "Enter your password."


class TellsOfTooManyCodes:
    """A form that asks for a code: the log is told once of each time that it is closed."""

    def clean_code(self):
        try:
            return super().clean_code()
        except ValidationError as problem:
            closed = problem.code == "too_many_login_attempts"
            if closed and cache.add(f"closed-after-codes-{self.user.pk}", True, LOCKED_FOR):
                what = "Too many wrong codes: closed for 15 minutes"
                tell(Deed.SIGN_IN_FAILED, what, by=self.user)
            raise


class CodeForm(TellsOfTooManyCodes, mfa_forms.AuthenticateForm):
    """After the password."""


class CodeAgainForm(TellsOfTooManyCodes, mfa_forms.ReauthenticateForm):
    """Of somebody who is signed in, to show again that it is they."""
