"""Reading a zip archive that nobody vouches for.  No Django in here."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from workbooks.reading.limits import (
    MEGABYTE,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNPACKED,
    RATIO_FROM,
    NotRead,
)

CHUNK = 64 * 1024
ENCRYPTED = 0x1
DAMAGED = "the file is damaged or was cut short: save it again, and choose the new file"
PROTECTED = "the file is protected by a password: save it without one, and choose the new file"
TWICE = (
    "the file holds one of its parts twice, so what it says is not sure: open it, save it again, "
    "and choose the new file"
)
_BOMB = (
    f"the file unpacks to more than {MOST_UNPACKED // MEGABYTE} MB: delete what is empty or not "
    "needed, and save it again"
)


class Archive:
    """A zip archive, every byte of which is counted as it is unpacked."""

    def __init__(self, path: Path) -> None:
        """Raises NotRead for what is damaged, protected, or a bomb by its own account."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise NotRead(DAMAGED) from None
        members = self._zip.infolist()
        self.names = {member.filename for member in members}
        self.in_order = [member.filename for member in members]
        self._left = MOST_UNPACKED
        if len(self.names) < len(members):
            raise NotRead(TWICE)
        if len(members) > MOST_MEMBERS:
            raise NotRead(
                f"the file is an archive of {len(members)} parts: save it as a plain workbook "
                "without pictures"
            )
        for member in members:
            _check(member)
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise NotRead(_BOMB)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, in pieces. Raises NotRead beyond the limit, or when damaged."""
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise NotRead(_BOMB)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError):
            raise NotRead(DAMAGED) from None

    def read(self, name: str) -> bytes:
        """A whole member; empty where there is none."""
        return b"".join(self.chunks(name)) if name in self.names else b""


def _check(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & ENCRYPTED:
        raise NotRead(PROTECTED)
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise NotRead("the file is an archive that reaches outside itself: it is not read")
    packed = max(member.compress_size, 1)
    if member.file_size > RATIO_FROM and member.file_size / packed > MOST_RATIO:
        raise NotRead(
            "the file unpacks to far more than a workbook holds: delete what is empty or not "
            "needed, and save it again"
        )
