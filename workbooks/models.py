"""What was imported: the file, who brought it, and what it changed."""

from itertools import chain
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workbooks.mapping.models import KeptMapping

__all__ = [
    "ChangedRows",
    "ExportedSheet",
    "Import",
    "ImportKind",
    "ImportState",
    "KeptMapping",
    "Task",
]


class ImportState(models.TextChoices):
    """What became of a file that was brought."""

    CHECKED = "checked", "Waiting to be confirmed"
    CLASHES = "clashes", "Waiting for decisions"
    REFUSED = "refused", "Has problems"
    SAVED = "saved", "Saved"
    UNDONE = "undone", "Undone"
    DROPPED = "dropped", "Put aside"
    NOTHING = "nothing", "Changes nothing"
    ASKING = "asking", "Questions to be answered"
    MAPPING = "mapping", "Columns to be matched"
    QUEUED = "queued", "To be checked"


class Task(models.TextChoices):
    """What is to be done with a file, or is being done, by the loop beside the server."""

    CHECK = "check", "Check"
    AGAIN = "again", "Check again"
    SAVE = "save", "Save"
    UNDO = "undo", "Undo"


class ImportKind(models.TextChoices):
    """How the content of a file is read."""

    WORKBOOK = "workbook", "A workbook in our layout"
    MAPPED = "mapped", "A spreadsheet with a layout of its own"
    DOCUMENT = "document", "A plan document"
    TABLE = "table", "A table, in the admin"


class ImportQuerySet(models.QuerySet):
    """Files that were brought."""

    def for_list(self):
        """With who brought each; neither the file nor what it changes is read."""
        heavy = ("content", "first_rows", "interpretation", "preview")
        return self.select_related("by").defer(*heavy)

    def saved_before(self, checksum: str):
        """Imports of the very same file that were saved, the last one first."""
        went_in = self.filter(checksum=checksum, state__in=(ImportState.SAVED, ImportState.UNDONE))
        return went_in.for_list().select_related("by", "undone_by")

    def brought_by(self) -> dict[int, str]:
        """Everybody who brought a file, by key."""
        people = self.exclude(by=None).order_by("by__name").distinct()
        return dict(people.values_list("by", "by__name"))


class Import(models.Model):
    """A file that somebody brought: first checked and previewed, then saved whole or dropped."""

    name = models.CharField("file", max_length=255)
    content = models.BinaryField(editable=False)
    kind = models.CharField(
        "kind of file", max_length=8, choices=ImportKind, default=ImportKind.WORKBOOK
    )
    interpretation = models.JSONField(
        default=dict,
        blank=True,
        help_text="How a file that is not in our layout is read: its mapping, or the answers given",
    )
    first_rows = models.BinaryField(
        default=b"",
        editable=False,
        help_text="Of a spreadsheet whose columns are matched, as they were read",
    )
    checksum = models.CharField("SHA-256 checksum", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=7, choices=ImportState, default=ImportState.CHECKED)
    reason = models.TextField(blank=True)
    version = models.CharField(
        "version of the data",
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of the export that the file was made from, where it says so",
    )
    fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of what was previewed"
    )
    counts = models.JSONField(
        default=list, help_text="Each sheet with its new, changed, unchanged and refused rows"
    )
    preview = models.JSONField(default=dict, help_text="What was told about the file")
    moment = models.DateTimeField(
        null=True,
        default=None,
        editable=False,
        help_text="What it wrote has this moment in its history",
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    undone_at = models.DateTimeField(null=True, default=None, editable=False)
    undone_reason = models.TextField("why it was undone", blank=True, editable=False)
    decisions = models.JSONField(
        default=dict,
        editable=False,
        help_text="Whose row was chosen where the file's and ours clash",
    )
    has_base = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether what the first preview showed is kept, for the data moved after it",
    )
    task = models.CharField(
        max_length=5, choices=Task, blank=True, editable=False, help_text="What waits to be done"
    )
    given = models.JSONField(
        default=dict, editable=False, help_text="What its person said when they asked for it"
    )
    asked_at = models.DateTimeField(null=True, default=None, editable=False)
    begun_at = models.DateTimeField(null=True, default=None, editable=False)
    said = models.TextField(
        "what came of it", blank=True, editable=False, help_text="Where it was not done"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="import_state_is_known",
                violation_error_message="An import waits, asks, is refused, saved, undone, put "
                "aside, changes nothing, or waits to be checked or for its columns to be matched.",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False, moment__isnull=False)
                & ~Q(undone_reason="")
                | ~Q(state="undone") & Q(undone_at=None, undone_reason=""),
                name="import_undone_says_when_and_why",
                violation_error_message="An import that was undone says when and why.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values),
                name="import_kind_is_known",
                violation_error_message="A file is a workbook of ours, a spreadsheet with a layout "
                "of its own, a plan document, or a table of the admin.",
            ),
            models.CheckConstraint(
                condition=~Q(checksum=""),
                name="import_has_a_checksum",
                violation_error_message="An import keeps its file's checksum.",
            ),
            models.CheckConstraint(
                condition=Q(task__in=["", *Task.values]),
                name="import_task_is_known",
                violation_error_message="A file is checked, checked again, saved or undone.",
            ),
            models.CheckConstraint(
                condition=Q(task="", begun_at=None) | ~Q(task="") & Q(asked_at__isnull=False),
                name="import_task_was_asked_for",
                violation_error_message="What is to be done with a file was asked for.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.at:%-d %B %Y}"

    def get_absolute_url(self):
        return f"/imports/{self.pk}/"

    @property
    def can_be_undone(self) -> bool:
        """Whether it stands, and what it wrote can be found again."""
        return self.state == ImportState.SAVED and self.moment is not None

    @property
    def can_be_brought_again(self) -> bool:
        """Whether it was undone, and its file is read on this page: a table's is in the admin."""
        return self.state == ImportState.UNDONE and self.kind != ImportKind.TABLE

    @property
    def is_waiting(self) -> bool:
        return self.state in (ImportState.CHECKED, ImportState.CLASHES)

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Each new or changed row: sheet, key, and each field's old and new value."""
        return self._rows(is_base=False)

    @property
    def base(self) -> list[dict[str, Any]] | None:
        """What the first preview showed, where the data moved after it."""
        return self._rows(is_base=True) if self.has_base else None

    def _rows(self, *, is_base: bool) -> list[dict[str, Any]]:
        pages = self.pages.filter(is_base=is_base).values_list("rows", flat=True)
        return list(chain.from_iterable(pages))


class ChangedRows(models.Model):
    """A page of the rows that a file changes in one sheet: of very many, only some are read."""

    record = models.ForeignKey(Import, models.CASCADE, related_name="pages", editable=False)
    is_base = models.BooleanField(default=False, editable=False)
    sheet = models.CharField(max_length=31, editable=False)
    number = models.PositiveIntegerField(editable=False)
    rows = models.JSONField(editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "page of changed rows"
        verbose_name_plural = "pages of changed rows"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "is_base", "sheet", "number"],
                name="one_page_of_changes_a_number",
                violation_error_message="This page is kept already.",
            )
        ]

    def __str__(self):
        return f"{self.record.name}: {self.sheet}, page {self.number}"


class ExportedSheet(models.Model):
    """A sheet as an export had it, so that a file made from it can be compared when it comes back.

    Exports of the same data share a version, and are kept once.
    """

    version = models.CharField("version of the data", max_length=64, editable=False)
    sheet = models.CharField(max_length=31, editable=False)
    at = models.DateTimeField("last taken", default=timezone.now, editable=False, db_index=True)
    rows = models.BinaryField(editable=False)

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = "sheet of an export"
        verbose_name_plural = "sheets of exports"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "sheet"],
                name="one_sheet_a_version",
                violation_error_message="This export's sheet is kept already.",
            )
        ]

    def __str__(self):
        return f"{self.sheet}, {self.at:%-d %B %Y}"
