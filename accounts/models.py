"""The people, and the office each holds."""

from datetime import UTC
from typing import ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.history import History


class Office(models.TextChoices):
    OFFICER = "officer", "Performance officer"
    BOARD = "Board member", "Board member"


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def officers(self):
        return self.filter(office=Office.OFFICER)

    def update(self, **values):
        """Whoever may not sign in any more is signed out everywhere, also where rows are changed.

        Where who may is worked out by the database, all of them are.
        """
        if not values.get("is_active", True) or hasattr(
            values.get("is_active"), "resolve_expression"
        ):
            values.setdefault("sessions_ended_at", timezone.now())
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        if "is_active" in fields:
            for each in objs:
                each.end_sessions_if_closed()
            fields = [*dict.fromkeys([*fields, "sessions_ended_at"])]
        return super().bulk_update(objs, fields, batch_size)


class UserManager(BaseUserManager):
    """Makes people; who holds which part in a plan is said in `plans`."""

    def get_queryset(self):
        return UserQuerySet(self.model, using=self._db)

    def active(self):
        return self.get_queryset().active()

    def officers(self):
        return self.get_queryset().officers()

    def create_user(self, email, *, username="", name="", office="", password=None):
        """A new person. Without a password they can sign in only by a one-time link."""
        user = self.model(
            username=username or email.lower(),
            email=self.normalize_email(email).lower(),
            name=name,
            office=office,
        )
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email, *, username="", password=None):
        """Django's own command for the first person makes a performance officer."""
        return self.create_user(email, username=username, office=Office.OFFICER, password=password)


class User(AbstractBaseUser):
    """A person who signs in, by name or by e-mail.

    A performance officer may do everything in the admin and nobody else enters it, so there
    are no groups and no permission tables. Parts in a plan (contributor, lead) are rows of
    `plans.PlanPerson`.
    """

    username = models.CharField(
        "sign-in name",
        max_length=150,
        unique=True,
        validators=[RegexValidator(r"^\S+$", "A sign-in name has no spaces.")],
        error_messages={"unique": "Somebody already signs in with this name: choose another."},
    )
    email = models.EmailField(
        "e-mail",
        unique=True,
        error_messages={"unique": "Somebody already has this e-mail address."},
    )
    name = models.CharField(max_length=150, blank=True)
    office = models.CharField(
        max_length=20,
        blank=True,
        choices=Office,
        help_text="Blank for service managers and leads: their part is said plan by plan.",
    )
    is_active = models.BooleanField(
        "may sign in",
        default=True,
        help_text="Untick instead of deleting: what this person did stays on record.",
    )
    sessions_ended_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField("added", default=timezone.now, editable=False)

    history = History(excluded_fields=["password", "last_login", "sessions_ended_at"])
    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        ordering = ["username"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_an_email",
                violation_error_message="Somebody already has this e-mail address.",
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="one_person_a_sign_in_name",
                violation_error_message="Somebody already signs in with this name.",
            ),
            models.CheckConstraint(
                condition=Q(office__in=["", *Office.values]),
                name="office_is_known",
                violation_error_message="An office is officer, Board member, or blank.",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    def save(self, *args, update_fields=None, **kwargs):
        """Whoever may not sign in is signed out everywhere for good: see `sessions_ended_at`."""
        if self.end_sessions_if_closed() and update_fields is not None:
            update_fields = {*update_fields, "sessions_ended_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def end_sessions_if_closed(self) -> bool:
        """Whether this person may not sign in, so that none of their sessions goes on."""
        if not self.is_active:
            self.sessions_ended_at = timezone.now()
        return not self.is_active

    def _get_session_auth_hash(self, secret=None):
        """What a session must hold to go on: it changes with the password, as Django has it, and
        whenever the account is closed, so that opening it again revives no session of before.
        """
        kept = super()._get_session_auth_hash(secret=secret)
        if self.sessions_ended_at is None:
            return kept
        said = kept + self.sessions_ended_at.astimezone(UTC).isoformat()
        return salted_hmac("accounts.sessions", said, secret=secret, algorithm="sha256").hexdigest()

    def clean(self):
        super().clean()
        self.email = self.email.lower()
        if self.pk and not self.is_officer and not self._another_officer():
            field = "office" if self.is_active else "is_active"
            raise ValidationError(
                {field: "Nobody else is a performance officer: make somebody one first."}
            )

    def _another_officer(self) -> bool:
        """Whether an officer would be left; always, where this person is none now."""
        officers = User.objects.active().officers()
        return not officers.filter(pk=self.pk).exists() or officers.exclude(pk=self.pk).exists()

    @classmethod
    def reasons_to_keep(cls, people) -> list[str]:
        """Why these people cannot be deleted: whoever changed anything stays on record."""
        histories = [each for each in apps.get_models() if hasattr(each, "history_user_id")]
        acted: set[int] = set()
        for history in histories:
            changes = history._default_manager.filter(history_user__in=people).order_by()
            acted |= set(changes.values_list("history_user", flat=True).distinct())
        return [each.why_kept for each in people if each.pk in acted]

    @property
    def why_kept(self) -> str:
        """The sentence for whoever would delete this person."""
        return (
            f"What {self} did stays on record, so {self} stays too: untick “may sign in” instead."
        )

    def get_full_name(self):
        return str(self)

    @property
    def is_officer(self) -> bool:
        return self.is_active and self.office == Office.OFFICER

    @property
    def is_board_member(self) -> bool:
        return self.is_active and self.office == Office.BOARD

    # What Django's admin asks of a user.

    @property
    def is_staff(self) -> bool:
        return self.is_officer

    @property
    def is_superuser(self) -> bool:
        return self.is_officer

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_officer

    def has_perms(self, perm_list, obj=None) -> bool:
        return self.is_officer

    def has_module_perms(self, app_label) -> bool:
        return self.is_officer
