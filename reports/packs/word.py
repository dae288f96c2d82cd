"""A document as Word: real headings, tables with rows of headings, pictures with their words.

The same document gives the same bytes. No Django in here.
"""

import pickle

from reports.packs.apart import made_apart
from reports.packs.document import Document


def as_word(document: Document) -> bytes:
    """The document as a .docx file, dated with its own day. Raises NotMade."""
    return made_apart("reports.packs.word_writer", pickle.dumps(document))
