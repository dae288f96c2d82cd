"""What the pages about imports ask."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from indicators.codes import code_order
from periods.models import Quarter
from periods.rounds import RoundState
from plans.models import DeliveryPlan
from sheets.problems import as_sentence
from workbooks import making
from workbooks.clashes import Side
from workbooks.models import Import, ImportState
from workbooks.pages import ShownClash
from workbooks.reading.limits import NotRead, check_size


class UploadForm(forms.Form):
    """Choose a file."""

    file = forms.FileField(
        label="Choose a file",
        help_text="A workbook (.xlsx or .ods), one sheet as a table (.csv), an archive of tables "
        "(.zip), or a delivery plan in Word (.docx). At most 20 MB. Nothing is saved before you "
        "have seen what would change.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty: choose the file again, or save it again first.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.zip,.docx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except NotRead as refusal:
            raise ValidationError(as_sentence(str(refusal))) from None
        return file

    @property
    def name(self) -> str:
        """The file's own name, without the folders that some browsers send."""
        return PurePosixPath(self.cleaned_data["file"].name.replace("\\", "/")).name

    def refuse(self, refusal: NotRead) -> None:
        """Tell at the field why the file is not read."""
        self.add_error("file", as_sentence(str(refusal)))


SIDES = {
    Side.OURS: "Keep what is here now",
    Side.THEIRS: "Take what the file has",
    Side.BOTH: "Take both changes: they are in different columns",
}


class DecideForm(forms.Form):
    """Whose row holds, for each that was changed here and in the file."""

    def __init__(self, *args, clashes: Iterable[ShownClash], **kwargs):
        super().__init__(*args, **kwargs)
        for each in clashes:
            self.fields[each.mark] = forms.ChoiceField(
                label=f"{each.title}: which holds?",
                choices=[(side, SIDES[Side(side)]) for side in each.sides],
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose which holds for {each.title}."},
            )


class TemplateForm(forms.Form):
    """For which plan and quarter a workbook is filled."""

    plan = forms.ModelChoiceField(
        DeliveryPlan.objects.all(),
        label="Plan",
        to_field_name="slug",
        empty_label=None,
    )
    quarter = forms.ModelChoiceField(
        Quarter.objects.exclude(state=RoundState.PUBLISHED).order_by("-label"),
        label="Quarter",
        empty_label=None,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plans = sorted(DeliveryPlan.objects.all(), key=lambda plan: code_order(plan.reference))
        self.fields["plan"].choices = [(plan.slug, str(plan)) for plan in plans]


NOBODY = "none"


class ListForm(forms.Form):
    """Which of the files that were brought are listed."""

    state = forms.ChoiceField(label="State", required=False)
    by = forms.ChoiceField(label="By", required=False)
    words = forms.CharField(label="File name or checksum", required=False, max_length=255)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Import.objects.brought_by()
        self.fields["state"].choices = [("", "All"), *ImportState.choices]
        self.fields["by"].choices = [
            ("", "Everybody"),
            *((str(pk), name) for pk, name in people.items()),
            (NOBODY, "The command line"),
        ]

    def chosen(self) -> QuerySet[Import]:
        """The files that are asked for; what is not understood leaves nothing out."""
        found = Import.objects.for_list()
        asked = self.cleaned_data if self.is_valid() else {}
        if state := asked.get("state"):
            found = found.filter(state=state)
        if by := asked.get("by"):
            found = found.filter(by=None if by == NOBODY else by)
        if words := asked.get("words"):
            found = found.filter(Q(name__icontains=words) | Q(checksum__startswith=words.lower()))
        return found


class UndoForm(forms.Form):
    """Undo an import, saying why."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why is it undone?",
        help_text="One or two sentences. They are kept with the import, and in the history of "
        "every row.",
        error_messages={"required": "Say why it is undone."},
    )


class ConfirmForm(forms.Form):
    """Save what was previewed. Asks only what this import needs."""

    accept = forms.BooleanField(
        label="I have checked what is asked about, and it is right",
        error_messages={"required": "Confirm that you have checked what is asked about."},
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why are they changed?",
        help_text="One or two sentences, for every change listed above that gives no reason of its "
        "own. They are kept with the change.",
        error_messages={"required": "Say why they are changed."},
    )

    def __init__(self, *args, record: Import, **kwargs):
        super().__init__(*args, **kwargs)
        if not record.preview.get("reasons", {}).get("count"):
            del self.fields["reason"]
        if not record.preview.get("warnings", {}).get("count"):
            del self.fields["accept"]


class WantedForm(forms.Form):
    """Which file that takes a while is asked for."""

    what = forms.ChoiceField(choices=[(each.value, each.value) for each in making.What])
    record = forms.ModelChoiceField(
        Import.objects.filter(state=ImportState.REFUSED).exclude(content=b""), required=False
    )

    what.widget = record.widget = forms.HiddenInput()

    def clean(self):
        given = super().clean()
        if (given.get("what") == making.What.MARKED) != bool(given.get("record")):
            raise ValidationError("Only of a file with problems there is a marked-up copy.")
        return given
