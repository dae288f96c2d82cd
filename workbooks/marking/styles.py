"""The cell styles of a workbook: copies of the owner's own, with and without our fill.

No Django in here.
"""

from workbooks.marking.marks import FILL, NotMarked
from workbooks.marking.splicing import Splices, prefix_of, scan, tag_at, with_attribute

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font/></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border/></borders>'
    b'<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    b'<cellXfs count="1"><xf/></cellXfs></styleSheet>'
)


class Styles:
    """The part styles.xml, to which copies of its styles are added."""

    def __init__(self, content: bytes) -> None:
        self._content = content or _EMPTY
        self._xfs: list[bytes] = []
        self._fill_ids: list[int] = []
        self._fills = 0
        self._our_fills: set[int] = set()
        self._list_starts: dict[str, int] = {}
        self._list_ends: dict[str, int] = {}
        self._new: dict[tuple[int, str], int] = {}
        self._added: list[bytes] = []
        self._read()

    def _read(self) -> None:
        inside, begun = "", 0

        def start(name: str, attributes: dict[str, str], place: int) -> None:
            nonlocal inside, begun
            if name in ("fills", "cellXfs"):
                inside = name
                self._list_starts[name] = place
            elif name == "fill" and inside == "fills":
                self._fills += 1
            elif name == "fgColor" and inside == "fills":
                if attributes.get("rgb", "").endswith(FILL):
                    self._our_fills.add(self._fills - 1)
            elif name == "xf" and inside == "cellXfs":
                begun = place
                self._fill_ids.append(int(attributes.get("fillId", 0)))

        def end(name: str, place: int, after: int) -> None:
            nonlocal inside
            if name in ("fills", "cellXfs"):
                self._list_ends[name] = place
                inside = ""
            elif name == "xf" and inside == "cellXfs":
                self._xfs.append(self._content[begun:after])

        scan(self._content, start, end)
        if {"fills", "cellXfs"} - self._list_ends.keys() or not self._xfs:
            raise NotMarked("the file has no cell styles of its own")

    def is_ours(self, style: int) -> bool:
        """Whether cells of this style have our fill, from an earlier copy."""
        known = style < len(self._fill_ids)
        return known and self._fill_ids[style] in self._our_fills

    def wrong(self, style: int) -> int:
        """The style with our fill."""
        return style if self.is_ours(style) else self._copy(style, "wrong")

    def plain(self, style: int) -> int:
        """The style without a fill: what was wrong is mended."""
        return self._copy(style, "plain")

    def words(self) -> int:
        """The style of the column Problems: wrapped, at the top."""
        return self._copy(0, "words")

    def _copy(self, style: int, how: str) -> int:
        key = (style, how)
        if key not in self._new:
            xf = self._xfs[style] if style < len(self._xfs) else self._xfs[0]
            tag = tag_at(xf, 0)
            if how == "words":
                prefix = prefix_of(tag).decode()
                changed = (
                    f'<{prefix}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" '
                    f'applyAlignment="1"><{prefix}alignment vertical="top" wrapText="1"/>'
                    f"</{prefix}xf>"
                ).encode()
            else:
                fill = self._fills if how == "wrong" else 0
                changed = with_attribute(tag, b"fillId", b"%d" % fill)
                changed = with_attribute(changed, b"applyFill", b"1") + xf[len(tag) :]
            self._new[key] = len(self._xfs) + len(self._added)
            self._added.append(changed)
        return self._new[key]

    def written(self) -> bytes:
        """The part with the copies in it."""
        splices = Splices()
        fills = tag_at(self._content, self._list_starts["fills"])
        prefix = prefix_of(fills).decode()
        fill = (
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor '
            f'rgb="FF{FILL}"/><{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
        ).encode()
        self._extend(splices, "fills", fill, self._fills + 1)
        if self._added:
            count = len(self._xfs) + len(self._added)
            self._extend(splices, "cellXfs", b"".join(self._added), count)
        return splices.applied(self._content)

    def _extend(self, splices: Splices, name: str, more: bytes, count: int) -> None:
        place = self._list_starts[name]
        tag = tag_at(self._content, place)
        splices.put(place, place + len(tag), with_attribute(tag, b"count", b"%d" % count))
        splices.insert(self._list_ends[name], more)
