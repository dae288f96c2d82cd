from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        # Django's own way would write into the history of people at each sign-in.
        services = import_module("accounts.services")  # needs the models, so it is not read above
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(services.keep_last_login, dispatch_uid="accounts.last_login")
        sessions = import_module("accounts.sessions")
        user_logged_in.connect(sessions.begin, dispatch_uid="accounts.session")
        steps, mfa = import_module("accounts.second_step"), import_module("allauth.mfa.signals")
        mfa.authenticator_added.connect(
            steps.remember_the_first, dispatch_uid="accounts.second_step"
        )
