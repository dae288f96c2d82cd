"""What the pages about plan documents ask."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError

from sheets.problems import as_sentence
from workbooks.documents.questions import Question
from workbooks.reading.limits import NotRead, check_size

OWN = "something else"
MOST_RADIOS = 10
PASTED = "Pasted plan.txt"


class DocumentForm(forms.Form):
    """Choose a plan document, or paste its text."""

    file = forms.FileField(
        label="Choose the document",
        required=False,
        help_text="A Word document (.docx), or its text (.txt). At most 20 MB. Nothing is saved "
        "before you have seen what would change.",
        error_messages={
            "empty": "The file is empty: choose the file again, or save it again first."
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        help_text="Copied from the document with its tables, so that a tab stands between cells.",
        widget=forms.Textarea(attrs={"rows": 8}),
        strip=False,
    )
    asks = ("file", "text")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            try:
                check_size(file.size)
            except NotRead as refusal:
                raise ValidationError(as_sentence(str(refusal))) from None
        return file

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if "file" not in self.errors and not file and not text:
            self.add_error("file", "Choose the document, or paste its text.")
        elif file and text:
            self.add_error("text", "Choose a document or paste its text, not both.")
        return cleaned

    @property
    def brought(self) -> tuple[str, bytes]:
        """The name and content of what was brought."""
        file = self.cleaned_data["file"]
        if file:
            return PurePosixPath(file.name.replace("\\", "/")).name, file.read()
        return PASTED, self.cleaned_data["text"].encode("utf-8", errors="replace")

    def refuse(self, refusal: NotRead) -> None:
        """Tell at the field why the document is not read."""
        self.add_error("file" if self.cleaned_data["file"] else "text", as_sentence(str(refusal)))


def mark_of(question: Question) -> str:
    """A name for the question's fields, which stays when other questions come and go."""
    return hashlib.sha256(question.key.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Correctable:
    """A field that was read in a document and can be corrected: `value` is what was read there."""

    key: str
    name: str
    value: str
    written: str
    parse: Callable[[str], object]

    @property
    def mark(self) -> str:
        """A name for its box, which stays when other fields come and go."""
        return f"fix-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"


class QuestionsForm(forms.Form):
    """The questions of a document, and what was read in it, to be corrected.

    A choice may ask for words of the person's own.
    """

    def __init__(
        self,
        *args,
        questions: Iterable[Question],
        correctable: Iterable[Correctable] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.correctable = list(correctable)
        self.asks: set[str] = set()
        for question in self.questions:
            self._add(question)
        for each in self.correctable:
            self.fields[each.mark] = forms.CharField(
                label=each.name,
                required=False,
                initial=each.written,
                widget=forms.Textarea(attrs={"rows": rows_of(each.written)}),
            )
            self.asks.add(each.mark)

    def clean(self):
        """Tell at each correction what is wrong with it, in the words of its column."""
        cleaned = super().clean()
        for each in self.correctable:
            words = _lines(cleaned.get(each.mark, ""))
            if each.mark in self.data and words != _lines(each.value):
                try:
                    each.parse(words)
                except ValueError as problem:
                    told = str(problem)
                    self.add_error(each.mark, f"{told[:1].upper()}{told[1:]}")
        return cleaned

    def corrections(self) -> dict[str, list[str] | None]:
        """What was written in the place of what was read; None where that stands again.

        What will not do is left out: it stays in its box, and is told there.
        """
        found: dict[str, list[str] | None] = {}
        for each in self.correctable:
            if each.mark in self.data and each.mark in self.cleaned_data:
                words = _lines(self.cleaned_data[each.mark])
                found[each.key] = None if words == _lines(each.value) else [each.value, words]
        return found

    def _add(self, question: Question) -> None:
        mark = mark_of(question)
        if question.own:
            self.fields[f"own-{mark}"] = forms.CharField(
                label=question.own if question.choices else question.text,
                help_text="" if question.choices else _about(question),
                required=False,
                initial=_own_answer(question) or question.start,
                widget=forms.Textarea(attrs={"rows": _rows(question)}),
            )
            self.asks.add(f"own-{mark}")
        if question.choices:
            self.fields[f"choice-{mark}"] = self._choice(question, mark)
            self.asks.add(f"choice-{mark}")

    def _choice(self, question: Question, mark: str) -> forms.ChoiceField:
        choices = [
            (
                each.value,
                f"{each.words} (suggested)" * (each.value == question.suggestion) or each.words,
            )
            for each in question.choices
        ]
        if question.own:
            choices.append((OWN, "Something else" if len(choices) > 1 else question.own))
        as_radios = len(choices) <= MOST_RADIOS
        field = forms.ChoiceField(
            label=question.text,
            help_text=_about(question),
            required=False,
            choices=choices if as_radios else [("", "Choose"), *choices],
            initial=OWN if _own_answer(question) else question.answer,
            widget=forms.RadioSelect() if as_radios else forms.Select(),
        )
        if question.own:
            # Where the form's layout looks for what a choice reveals; Django's field has no such.
            field.reveals = {OWN: (f"own-{mark}",)}  # type: ignore[attr-defined]
        return field

    def answers(self) -> dict[str, str]:
        """What was answered, by the question's key; what was left open is left out."""
        return dict(self._answers())

    def _answers(self) -> Iterator[tuple[str, str]]:
        for question in self.questions:
            mark = mark_of(question)
            choice = self.cleaned_data.get(f"choice-{mark}", "")
            words = self.cleaned_data.get(f"own-{mark}", "").replace("\r\n", "\n").strip()
            if choice and choice != OWN:
                yield question.key, choice
            elif words and (choice == OWN or not question.choices):
                yield question.key, words

    def tell_open(self, questions: Iterable[Question]) -> None:
        """Tell at each question that it is open, or what is wrong with its answer."""
        for question in questions:
            mark = mark_of(question)
            name = f"choice-{mark}" if question.choices else f"own-{mark}"
            if question.problem and question.own:
                name = f"own-{mark}"
            if name in self.fields:
                told = question.problem or f"Answer this: {question.text}"
                self.add_error(name, f"{told[:1].upper()}{told[1:]}")


def _own_answer(question: Question) -> str:
    """The answer, where it is none of the choices."""
    answer = question.answer or ""
    return "" if answer in {each.value for each in question.choices} else answer


def _about(question: Question) -> str:
    """Where it is asked, and about which words."""
    words = " ".join(question.about.split())
    return ": ".join(each for each in (question.place, words) if each)


def _rows(question: Question) -> int:
    return min(8, max(2, question.start.count("\n") + 2))


def rows_of(words: str) -> int:
    """How high a box is in which words are corrected."""
    return min(8, sum(1 + len(line) // 60 for line in words.split("\n")))


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()
