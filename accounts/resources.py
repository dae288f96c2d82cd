"""The table of people."""

from accounts.models import User
from accounts.services import keep_address
from accounts.sheets import People
from accounts.tables.resources import SheetResource, TableMeta


class PeopleTable(SheetResource):
    """Who may sign in, and the office each holds. New people are invited afterwards."""

    sheet = People

    class Meta(TableMeta):
        model = User

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        if instance.pk is None:
            instance.username = instance.email
            instance.set_password(None)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The sign-in name and the password come when it is saved."""
        if instance.pk is None:
            instance.username, instance.password = instance.email, "!"
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def after_save_instance(self, instance, row, **kwargs):
        super().after_save_instance(instance, row, **kwargs)
        keep_address(instance)
