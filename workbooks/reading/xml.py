"""Reading XML in a stream, without any of what makes XML dangerous.  No Django in here."""

from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from workbooks.reading.archive import DAMAGED
from workbooks.reading.limits import Refused

Start = Callable[[str, dict[str, str]], None]
_ENTITIES = (
    "the file declares entities of its own, as no spreadsheet program does: save it again with one"
)


def parse(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element, by its name and attributes without their prefixes.

    A document type is refused before anything in it is looked at, and with it every entity.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = _without_prefixes(start)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise Refused(DAMAGED) from None


def _without_prefixes(start: Start) -> Callable[[str, dict[str, str]], None]:
    def called(name: str, attributes: dict[str, str]) -> None:
        if ":" in name or any(":" in key for key in attributes):
            name = name.rpartition(":")[2]
            attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        start(name, attributes)

    return called


def _refuse(*declaration: object) -> NoReturn:
    raise Refused(_ENTITIES)
