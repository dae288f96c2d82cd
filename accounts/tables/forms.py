"""What the pages of a table ask: which file, or which kind of file."""

from pathlib import PurePath

from django import forms
from import_export.forms import ExportForm, ImportForm

from accounts.tables.files import KINDS, LARGEST_FILE, MEGABYTE


class BringForm(ImportForm):
    """The file alone: its name says of which kind it is."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        file = self.fields["import_file"]
        file.label = "File"
        file.widget.attrs = {"accept": ",".join(f".{each.ending}" for each in KINDS)}
        file.error_messages |= {
            "required": "Choose a file.",
            "empty": "The file is empty: choose it again, or save it again first.",
        }

    media = forms.Media()

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("import_file")
        if file is None:
            return cleaned
        endings = [each.ending for each in KINDS]
        ending = PurePath(file.name).suffix.lower().removeprefix(".")
        if ending not in endings:
            self.add_error(
                "import_file",
                f"“{file.name}” is not a file that is read here: save it as .xlsx, .ods or .csv.",
            )
        elif file.size > LARGEST_FILE:
            self.add_error(
                "import_file",
                f"The file has {file.size / MEGABYTE:.0f} MB: at most {LARGEST_FILE // MEGABYTE} "
                "MB are read here, so bring it at Imports.",
            )
        else:
            cleaned["format"] = str(endings.index(ending))
        return cleaned


class TakeForm(ExportForm):
    """Which kind of file."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        kind = self.fields["format"]
        kind.label = "Kind of file"
        kind.choices = [each for each in kind.choices if each[0]]
        kind.initial = "0"
