"""A stream that nobody reads or changes without the key. No Django in here.

AES-256 in Galois counter mode, piece by piece: each piece is numbered and the last one says that it
is, so none can be changed, moved, left out or added without being found. The key is made of a
passphrase by scrypt, with a salt of the file's own.
"""

import hmac
import os
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"LAA Tracker backup 1\n"
SALT, PREFIX, CHECK, TAG, LENGTH = 16, 7, 16, 16, 4
PIECE = 1 << 18  # bytes; what is sealed or opened at a time
SHORTEST_KEY = 20  # characters
CUT_SHORT = "This backup was changed or cut short since it was made: use another one."


class CannotOpen(Exception):
    """Why a sealed file cannot be read: a sentence for whoever wants it."""


def new_key() -> str:
    """A passphrase that nobody guesses."""
    return secrets.token_urlsafe(32)


def sealer_of(key: str, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher, and some bytes that only this key and salt give."""
    made = Scrypt(salt=salt, length=64, n=1 << 15, r=8, p=1).derive(key.encode())
    return AESGCM(made[:32]), made[32:][:CHECK]


def nonce_of(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class Sealing:
    """Writes what it is given, sealed, to a file that is open for writing bytes.

    Only after `close` is the file whole.
    """

    def __init__(self, file: BinaryIO, key: str):
        salt, self.prefix = os.urandom(SALT), os.urandom(PREFIX)
        self.cipher, check = sealer_of(key, salt)
        self.file, self.waiting, self.number = file, bytearray(), 0
        self.header = MARK + salt + self.prefix + check
        file.write(self.header)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:
            self.seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing to do: a piece is written when it is full."""

    def close(self) -> None:
        self.seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = nonce_of(self.prefix, self.number, is_last=is_last)
        sealed = self.cipher.encrypt(nonce, piece, self.header)
        self.file.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
        self.number += 1


def opened(file: BinaryIO, key: str) -> Iterator[bytes]:
    """What was sealed, piece by piece; each was checked before it is given.

    Raises CannotOpen: where the file is none of ours, the key is another one, or the file was
    changed or cut short since it was written.
    """
    header = file.read(len(MARK) + SALT + PREFIX + CHECK)
    if not header.startswith(MARK):
        raise CannotOpen("This is not a backup of LAA Tracker.")
    rest = header[len(MARK) :]
    salt, prefix, check = rest[:SALT], rest[SALT:][:PREFIX], rest[SALT + PREFIX :]
    cipher, expected = sealer_of(key, salt)
    if not hmac.compare_digest(check, expected):
        raise CannotOpen(
            "This key does not open this backup: give the one that LAA_BACKUP_KEY held when it "
            "was made."
        )
    number, is_last = 0, False
    while not is_last:
        sealed = next_piece(file)
        is_last = at_end(file)
        try:
            yield cipher.decrypt(nonce_of(prefix, number, is_last=is_last), sealed, header)
        except InvalidTag:
            raise CannotOpen(CUT_SHORT) from None
        number += 1


def next_piece(file: BinaryIO) -> bytes:
    """The next sealed piece. Raises CannotOpen where it is not whole."""
    length = int.from_bytes(file.read(LENGTH), "big")
    sealed = file.read(length) if TAG <= length <= PIECE + TAG else b""
    if not sealed or len(sealed) < length:
        raise CannotOpen(CUT_SHORT)
    return sealed


def at_end(file: BinaryIO) -> bool:
    """Whether nothing more is in a file in which one can go back."""
    more = file.read(1)
    file.seek(-len(more), os.SEEK_CUR)
    return not more
