"""allauth's forms, in our words.

A password is asked for once: whoever wants to see what they typed presses Show.
"""

from allauth.account import forms

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
