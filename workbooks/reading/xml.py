"""Reading XML in a stream, without any of what makes XML dangerous.  No Django in here."""

from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from workbooks.reading.archive import DAMAGED
from workbooks.reading.limits import NotRead

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
_ENTITIES = (
    "the file declares entities of its own, as no spreadsheet program does: save it again with one"
)


def parse(
    chunks: Iterable[bytes],
    start: Start,
    end: End | None = None,
    text: Callable[[str], None] | None = None,
    *,
    plain_attributes: bool = False,
) -> None:
    """Call back for each element, by its name and attributes without their prefixes.

    `plain_attributes` says that no attribute with a prefix matters, which saves time. A document
    type is refused before anything in it is looked at, and with it every entity.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse

    def first(name: str, attributes: dict[str, str]) -> None:
        """The root tells whether elements have prefixes."""
        if ":" in name or not plain_attributes:
            parser.StartElementHandler = _without_prefixes(start)
            parser.EndElementHandler = end and _without_prefix(end)
        else:
            parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.StartElementHandler(name, attributes)

    parser.StartElementHandler = first
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise NotRead(DAMAGED) from None


def _without_prefixes(start: Start) -> Callable[[str, dict[str, str]], None]:
    def called(name: str, attributes: dict[str, str]) -> None:
        if ":" in name or any(":" in key for key in attributes):
            name = name.rpartition(":")[2]
            attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        start(name, attributes)

    return called


def _without_prefix(end: End) -> End:
    return lambda name: end(name.rpartition(":")[2])


def _refuse(*declaration: object) -> NoReturn:
    raise NotRead(_ENTITIES)
