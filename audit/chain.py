"""The chain: what binds each entry to all before it, so that no touch stays unseen. No Django.

An entry has a digest of what it says, and a link of that digest and the link before. Both are made
with a key that is not in the database: whoever can write there can copy a link but make none. How
many entries there are, and the last link, is sealed with the same key, so that the end is not cut
off unseen either.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

START = ""  # the link before the first entry


@dataclass(frozen=True)
class Key:
    """A key, and the name under which entries say that it made them."""

    secret: bytes

    @classmethod
    def from_text(cls, text: str) -> "Key":
        return cls(sha256(f"laa-tracker-log:{text}".encode()).digest())

    @property
    def name(self) -> str:
        return sha256(b"name:" + self.secret).hexdigest()[:8]

    def sign(self, *parts: Any) -> str:
        words = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return hmac.digest(self.secret, words.encode(), "sha256").hex()


class Link(NamedTuple):
    """An entry as the chain sees it; `said` is what it says, None where that was forgotten."""

    number: int
    said: tuple | None
    digest: str
    link: str
    key: str


class Head(NamedTuple):
    """How many entries there are and the last link, sealed."""

    number: int
    last: str
    seal: str
    key: str


def digest_of(key: Key, number: int, said: tuple) -> str:
    return key.sign("entry", number, *said)


def link_of(key: Key, digest: str, before: str) -> str:
    return key.sign("link", digest, before)


def seal_of(key: Key, number: int, last: str) -> str:
    return key.sign("head", number, last)


def is_sealed(key: Key, head: Head) -> bool:
    return hmac.compare_digest(seal_of(key, head.number, head.last), head.seal)


class Broken(NamedTuple):
    """Where a chain is broken, and what must have happened: a sentence."""

    number: int
    sentence: str


def first_broken(
    links: Iterable[Link], head: Head | None, keys: dict[str, Key], may_be_forgotten: int = 0
) -> Broken | None:
    """The first place where the chain is not as it was written; None where all of it is.

    `links` come in the order of their numbers. Up to `may_be_forgotten` what an entry said may be
    gone, by the log's own word.
    """
    return next(_broken(links, head, keys, may_be_forgotten), None)


def _broken(
    links: Iterable[Link], head: Head | None, keys: dict[str, Key], may_be_forgotten: int
) -> Iterator[Broken]:
    number, before = 0, START
    for each in links:
        number += 1
        if each.number != number:
            yield Broken(number, f"Entry {number} is missing: it was removed.")
            return
        key = keys.get(each.key)
        if key is None:
            yield Broken(number, unknown_key(f"Entry {number}", each.key))
            return
        if each.said is None and number > may_be_forgotten:
            yield Broken(number, f"What entry {number} said is gone, and nothing says why.")
        elif each.said is not None and digest_of(key, number, each.said) != each.digest:
            yield Broken(
                number, f"Entry {number} is not as it was written: it was changed or put in."
            )
        if link_of(key, each.digest, before) != each.link:
            yield Broken(
                number,
                f"Entry {number} does not follow what stands before it: something was put in, "
                "taken out or exchanged there.",
            )
        before = each.link
    yield from _broken_end(number, before, head, keys)


def _broken_end(
    number: int, last: str, head: Head | None, keys: dict[str, Key]
) -> Iterator[Broken]:
    if head is None:
        if number:
            yield Broken(number, "The head of the log is missing: its end may have been removed.")
        return
    key = keys.get(head.key)
    if key is None:
        yield Broken(number, unknown_key("The head of the log", head.key))
    elif not is_sealed(key, head):
        yield Broken(number, "The head of the log is not as it was written: it was changed.")
    elif head.number > number:
        gone = head.number - number
        ends = f"after entry {number}" if number else "before its first entry"
        yield Broken(
            number + 1,
            f"The log ends {ends}, and {head.number} were written: the last {gone} were removed.",
        )
    elif head.number < number:
        yield Broken(
            head.number + 1, f"Entry {head.number + 1} was put in after the last that was written."
        )
    elif head.last != last:
        yield Broken(number, f"Entry {number} is not the one that was written last.")


def unknown_key(what: str, name: str) -> str:
    return (
        f"{what} was made with a key that is not here ({name}): add it to LAA_AUDIT_OLD_KEYS, so "
        "that it can be looked at."
    )
