"""The comments of a sheet, beside those that its owner wrote.  No Django in here."""

import re
from typing import Any

from sheets.cells import address, parted
from workbooks.marking.marks import AUTHOR, NotMarked
from workbooks.marking.splicing import as_text, document_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:240pt;height:80pt;z-index:{id};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ONE_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_OURS_AT_THE_END = f"\n\n{AUTHOR}: "
FIRST_ID = 60_000


class Comments:
    """The two parts that hold a sheet's comments: their words, and their shapes."""

    def __init__(self, words: bytes, shapes: bytes) -> None:
        self._document = document_of(words or _EMPTY)
        self._shapes = shapes or _VML
        self._root: Any = self._document.documentElement
        lists = self._children(self._root, "commentList")
        authors = self._children(self._root, "authors")
        if not (lists and authors):
            raise NotMarked("the file has comments in an unusual form")
        self._list, self._authors = lists[0], authors[0]

    def mark(self, told: dict[tuple[int, int], str]) -> tuple[bytes, bytes]:
        """Both parts with what is told at each cell, and without what an earlier copy told."""
        ours = self._our_author()
        there = {}
        for comment in self._children(self._list, "comment"):
            place = parted(comment.getAttribute("ref"))
            if comment.getAttribute("authorId") == str(ours):
                self._list.removeChild(comment)
                self._forget_shape(*place)
            else:
                self._forget_words(comment)
                there[place] = comment
        number = FIRST_ID
        for place, words in sorted(told.items(), key=lambda each: each[0][::-1]):
            if place in there:
                self._add_run(self._text_of(there[place]), f"{_OURS_AT_THE_END}{words}")
            else:
                number += 1
                self._add(place, words, ours, number)
        return self._document.toxml("utf-8"), self._shapes

    def _children(self, parent, name: str) -> list:
        return [each for each in parent.childNodes if getattr(each, "localName", "") == name]

    def _element(self, name: str):
        prefix = f"{self._root.prefix}:" if self._root.prefix else ""
        return self._document.createElementNS(self._root.namespaceURI, prefix + name)

    def _our_author(self) -> int:
        """Our place among the authors, made where it is not there."""
        authors = self._children(self._authors, "author")
        for place, each in enumerate(authors):
            if _words_of(each) == AUTHOR:
                return place
        author = self._element("author")
        author.appendChild(self._document.createTextNode(AUTHOR))
        self._authors.appendChild(author)
        return len(authors)

    def _forget_words(self, comment) -> None:
        """Take out of somebody's comment what an earlier copy added at its end."""
        for text in self._children(comment, "text"):
            for run in self._children(text, "r"):
                if _words_of(run).startswith(_OURS_AT_THE_END):
                    text.removeChild(run)

    def _text_of(self, comment):
        texts = self._children(comment, "text")
        return texts[0] if texts else comment.appendChild(self._element("text"))

    def _add_run(self, text, words: str) -> None:
        run, element = self._element("r"), self._element("t")
        element.setAttribute("xml:space", "preserve")
        element.appendChild(self._document.createTextNode(_kept(words)))
        run.appendChild(element)
        text.appendChild(run)

    def _add(self, place: tuple[int, int], words: str, author: int, number: int) -> None:
        comment, text = self._element("comment"), self._element("text")
        comment.setAttribute("ref", address(*place))
        comment.setAttribute("authorId", str(author))
        self._add_run(text, words)
        comment.appendChild(text)
        self._list.appendChild(comment)
        column, row = place[0] - 1, place[1] - 1
        shape = _SHAPE.format(
            id=number, row=row, column=column, left=column + 1, right=column + 4,
            top=max(row - 1, 0), bottom=row + 4,
        )  # fmt: skip
        kind = b"" if b'id="_x0000_t202"' in self._shapes else _TYPE
        end = self._shapes.rfind(b"</xml>")
        if end < 0:
            raise NotMarked("the file has comments in an unusual form")
        self._shapes = self._shapes[:end] + kind + shape.encode() + self._shapes[end:]

    def _forget_shape(self, column: int, row: int) -> None:
        at = (b"<x:Row>%d</x:Row>" % (row - 1), b"<x:Column>%d</x:Column>" % (column - 1))

        def kept(match: re.Match[bytes]) -> bytes:
            plain = re.sub(rb"\s+", b"", match[0])
            return b"" if all(each in plain for each in at) else match[0]

        self._shapes = _ONE_SHAPE.sub(kept, self._shapes)


def _words_of(element) -> str:
    if element.nodeType == element.TEXT_NODE:
        return element.data
    return "".join(map(_words_of, element.childNodes))


def _kept(words: str) -> str:
    """Words without what XML cannot carry; minidom escapes the rest."""
    return as_text(words).decode().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
