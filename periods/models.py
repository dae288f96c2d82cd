"""The reporting round: a financial quarter that is opened, closed and published."""

from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.history import History
from periods.calendar import FinancialQuarter
from periods.fields import (
    DayField,
    QuarterLabelField,
    quarter_label_constraint,
    word_is_one_of,
    words,
)
from periods.rounds import RoundState, dates_lock_among, lock_among
from periods.today import today


class QuarterQuerySet(models.QuerySet):
    """Rounds by where they stand."""

    def published(self):
        return self.filter(state=RoundState.PUBLISHED)

    def open(self):
        return self.filter(state=RoundState.OPEN)

    def begun(self):
        """Every round that was ever opened."""
        return self.exclude(state=RoundState.NOT_OPENED)

    def reported_in(self):
        """Every round in which something is recorded, begun or not."""
        records = [
            kind._base_manager.filter(**{kind.quarter_field: OuterRef("pk")})
            for kind in QuarterlyRecord.__subclasses__()
        ]
        return self.filter(reduce(or_, map(Exists, records)))

    def up_to(self, label: str):
        return self.filter(label__lte=label)

    def current(self):
        """The open round, or None."""
        return self.open().first()

    def latest_published(self):
        """The latest published round, or None."""
        return self.published().last()


class Quarter(models.Model):
    """A reporting round: the financial quarter in which figures and updates are reported.

    At most one is open, and the open one is what people's entries go into: it is data, not
    the clock. Its label is its key, because labels sort in the order of time.
    """

    label = QuarterLabelField(
        "quarter",
        primary_key=True,
        help_text="Such as 2009/10 Q2",
        error_messages={"unique": "This quarter is there already: change that one."},
    )
    opens = DayField(null=True, blank=True)
    due = DayField(null=True, blank=True, help_text="The last day on which a return is in time.")
    state = models.CharField(
        max_length=10, choices=words(RoundState), default=RoundState.NOT_OPENED, editable=False
    )

    history = History()
    objects = QuarterQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [
            quarter_label_constraint("label", name="quarter_is_a_label"),
            word_is_one_of("state", RoundState, name="round_state_is_known"),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="open"),
                name="one_open_quarter",
                violation_error_message="Another quarter is open: close it first.",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=models.F("opens")) | Q(due=None) | Q(opens=None),
                name="quarter_due_after_opening",
                violation_error_message="A quarter is due on or after the day it opens.",
            ),
        ]

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        kept = Quarter.objects.filter(pk=self.pk).first()
        if kept and (sentence := kept.why_locked()):
            moved = [
                each for each in ("opens", "due") if getattr(self, each) != getattr(kept, each)
            ]
            if moved:
                raise ValidationError(dict.fromkeys(moved, sentence))

    def why_locked(self, rounds: dict[str, str] | None = None) -> str:
        """Why the dates of this round stay, as a sentence; "" where they may change."""
        locked = dates_lock_among(rounds or {self.label: self.state}, self.label)
        return f"{locked}." if locked else ""

    @classmethod
    def reasons_to_keep(cls, quarters) -> list[str]:
        """Why these rounds cannot be deleted, as sentences: whatever was opened stays."""
        begun = [each for each in quarters if each.state != RoundState.NOT_OPENED]
        return [f"{each} was opened, so it stays." for each in begun]

    @property
    def calendar(self) -> FinancialQuarter:
        """The quarter of the calendar that this round reports on."""
        return FinancialQuarter.from_label(self.label)

    @property
    def slug(self) -> str:
        return self.calendar.slug

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def is_published(self) -> bool:
        return self.state == RoundState.PUBLISHED


def lock_on(label: str, *, on: date | None = None) -> str:
    """Why nothing can be written into the quarter `label`, as a sentence; "" where it can.

    The rule is `periods.rounds.lock_among`; this reads the rounds for it. Costs one query.
    """
    return lock_among(round_states(), label, on=on or today())


def round_states() -> dict[str, str]:
    """Each round's state by its label. Costs one query."""
    return dict(Quarter.objects.values_list("label", "state"))


class QuarterlyRecord(models.Model):
    """Something that belongs to the quarter in which it was reported, and is locked with it."""

    quarter_field = "quarter"

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    entered_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self.refuse_locked_quarter()

    def refuse_locked_quarter(self):
        """Raise ValidationError, at the field, where its quarter or the one it leaves is locked."""
        kept = type(self)._base_manager.filter(pk=self.pk) if self.pk else []
        if sentence := next(iter(self.reasons_to_keep([*kept, self])), ""):
            raise ValidationError({self.quarter_field: sentence})

    def why_locked(self, rounds: dict[str, str] | None = None) -> str:
        """Why this record can be neither changed nor deleted, as a sentence; "" where it can.

        `rounds` are the states of the rounds, where they have been read already.
        """
        label = getattr(self, f"{self.quarter_field}_id")
        if not label:
            return ""
        return lock_among(round_states() if rounds is None else rounds, label, on=today())

    @classmethod
    def reasons_to_keep(cls, records) -> list[str]:
        """Why these records cannot be deleted: each locked quarter's sentence, once."""
        rounds = round_states()
        sentences = [each.why_locked(rounds) for each in records]
        return [each for each in dict.fromkeys(sentences) if each]
