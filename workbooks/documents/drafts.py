"""A document whose questions are being answered: kept between the steps, nothing saved of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbooks import importing
from workbooks.book import kept_book
from workbooks.documents.keeping import KeptHere
from workbooks.documents.reading import ANSWERS, CORRECTIONS, understood
from workbooks.documents.recognising import Recognised, answered_as_suggested
from workbooks.models import Import, ImportKind, ImportState
from workbooks.reading.documents import Document, read_document

# States of an import in which its questions can be answered (again).
ANSWERABLE = (
    ImportState.ASKING,
    ImportState.CHECKED,
    ImportState.REFUSED,
    ImportState.NOTHING,
)


@dataclass
class Draft:
    """A document with the answers given so far."""

    record: Import
    document: Document

    @property
    def answers(self) -> dict[str, str]:
        return dict(self.record.interpretation.get(ANSWERS, {}))

    def recognised(self) -> Recognised:
        """What the document says, with these answers and corrections."""
        return understood(self.document, self.answers, self.corrections)

    @property
    def corrections(self) -> dict[str, list[str]]:
        """What was written in the place of what was read: both, by the field's key."""
        return dict(self.record.interpretation.get(CORRECTIONS, {}))

    def keep(
        self, answers: Mapping[str, str], corrections: Mapping[str, list[str] | None] | None = None
    ) -> None:
        """Keep answers and corrections beside those given before; None takes a correction back.

        What was previewed with others is so no more.
        """
        changed = self.corrections | dict(corrections or {})
        self.record.interpretation = {
            ANSWERS: self.answers | dict(answers),
            CORRECTIONS: {key: each for key, each in changed.items() if each is not None},
        }
        self.record.state = ImportState.ASKING
        self.record.save(update_fields=["interpretation", "state"])

    def take_suggestions(self) -> None:
        """Answer every open question as is suggested."""
        self.keep(answered_as_suggested(self.document, self.answers, KeptHere(kept_book())))

    def check(self) -> None:
        """Check what the document says, and keep the usual preview. Raises NotRead."""
        importing.preview_afresh(self.record)


def begin(name: str, content: bytes, *, by: Any) -> Import:
    """Keep a document until its questions are answered. Raises NotRead where it holds no plan."""
    draft = Draft(
        Import(
            name=name[-importing.LONGEST_NAME :],
            content=content,
            checksum=hashlib.sha256(content).hexdigest(),
            by=by,
            kind=ImportKind.DOCUMENT,
            state=ImportState.ASKING,
            interpretation={ANSWERS: {}},
        ),
        read_document(name, content),
    )
    open_questions = draft.recognised().open_questions
    draft.record.save()
    if not open_questions:
        draft.check()
    return draft.record


def draft_of(record: Import) -> Draft:
    """Read the document again. Raises NotRead."""
    return Draft(record, read_document(record.name, bytes(record.content)))
