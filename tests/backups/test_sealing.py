"""A sealed stream: what goes in comes out, and nothing else ever does."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_tracker.backups import sealing
from laa_tracker.backups.sealing import MARK, CannotOpen, Sealing, new_key, opened

KEY = "a key of our own, long enough"
CUT_SHORT = "changed or cut short"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sealing, "PIECE", 16)


def sealed(data: bytes, key: str = KEY) -> bytes:
    file = io.BytesIO()
    sealing_ = Sealing(file, key)
    sealing_.write(data)
    sealing_.close()
    return file.getvalue()


def read(file: bytes, key: str = KEY) -> bytes:
    return b"".join(opened(io.BytesIO(file), key))


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 33, 100])
def test_what_is_sealed_is_opened(length):
    data = bytes(range(length))
    assert read(sealed(data)) == data


def test_what_is_written_in_bits_is_the_same_as_at_once():
    file = io.BytesIO()
    in_bits = Sealing(file, KEY)
    for each in b"forty children a year, and each of them is somebody":
        in_bits.write(bytes([each]))
    in_bits.close()
    assert read(file.getvalue()) == b"forty children a year, and each of them is somebody"


def test_nothing_of_it_can_be_read_in_the_file():
    assert b"five of forty" not in sealed(b"five of forty" * 10)


def the_file() -> bytes:
    return sealed(bytes(range(100)))


@given(st.data())
def test_any_byte_that_is_changed_is_found(data):
    file = the_file()
    place = data.draw(st.integers(0, len(file) - 1))
    other = data.draw(st.integers(1, 255))
    changed = file[:place] + bytes([file[place] ^ other]) + file[place + 1 :]
    with pytest.raises(CannotOpen):
        read(changed)


@given(st.integers(0, 10_000))
def test_any_end_that_is_missing_is_found(left_out):
    file = the_file()
    with pytest.raises(CannotOpen):
        read(file[: len(file) - 1 - left_out % len(file)])


def pieces_of(file: bytes) -> tuple[bytes, list[bytes]]:
    start = len(MARK) + sealing.SALT + sealing.PREFIX + sealing.CHECK
    header, rest, pieces = file[:start], file[start:], []
    while rest:
        end = sealing.LENGTH + int.from_bytes(rest[: sealing.LENGTH], "big")
        pieces.append(rest[:end])
        rest = rest[end:]
    return header, pieces


@pytest.mark.parametrize(
    "otherwise",
    [
        pytest.param(lambda pieces: [pieces[1], pieces[0], *pieces[2:]], id="two change places"),
        pytest.param(lambda pieces: pieces[1:], id="the first is gone"),
        pytest.param(lambda pieces: pieces[:-1], id="the last is gone"),
        pytest.param(lambda pieces: [*pieces[:2], *pieces[3:]], id="one is gone"),
        pytest.param(lambda pieces: [*pieces, pieces[-1]], id="the last comes twice"),
        pytest.param(lambda pieces: [pieces[0], *pieces], id="the first comes twice"),
    ],
)
def test_pieces_that_are_moved_left_out_or_added_are_found(otherwise):
    header, pieces = pieces_of(the_file())
    with pytest.raises(CannotOpen, match=CUT_SHORT):
        read(header + b"".join(otherwise(pieces)))


def test_something_added_at_the_end_is_found():
    with pytest.raises(CannotOpen, match=CUT_SHORT):
        read(the_file() + b"and more")


def test_another_key_is_told_as_that():
    with pytest.raises(CannotOpen, match="This key does not open this backup"):
        read(the_file(), "another key, just as long as ours")


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04", MARK[:-1], b"a" * 200])
def test_what_is_no_backup_is_told_as_that(file):
    with pytest.raises(CannotOpen, match="not a backup of LAA Tracker"):
        read(file)


def test_a_new_key_is_long_and_never_the_same():
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) >= 40


def test_a_key_is_made_of_the_passphrase_and_the_salt_alone(monkeypatch):
    monkeypatch.undo()
    _, check = sealing.sealer_of(KEY, bytes(16))
    assert sealing.sealer_of(KEY, bytes(16))[1] == check
    assert sealing.sealer_of(KEY, bytes(15) + b"1")[1] != check
    assert sealing.sealer_of(f"{KEY}.", bytes(16))[1] != check
