"""Whether the log, and the histories it proves, are what was written. Reads everything once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from accounts.deeds import Deed
from audit.chain import Head, Link, first_broken, is_sealed, unknown_key
from audit.histories import Signature, histories, signature
from audit.keys import known_keys
from audit.models import Entry
from audit.writing import SAID, canonical, read_head

AT_A_TIME = 2000


@dataclass
class Proof:
    """What the entries say of the histories: each row they prove, and what may be missing."""

    rows: dict[str, dict[int, "Proven"]] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    forgotten: dict[str, int] = field(default_factory=dict)
    many: dict[tuple[str, datetime], "ProvenMany"] = field(default_factory=dict)
    heads: dict[int, Head] = field(default_factory=dict)
    entries_forgotten: int = 0

    def learn(self, number: int, deed: str, details: str) -> None:
        """Take what one entry says; of what is no JSON the chain says that it is not ours."""
        if not details:
            return
        try:
            said = json.loads(details)
        except ValueError:
            return
        for label, its in said.get("history", {}).items():
            known = self.rows.setdefault(label, {})
            for key, _, signed in its["rows"]:
                known[key] = Proven(number, signed, its["key"], tuple(its["columns"]))
        for label, its in said.get("many", {}).items():
            moment = datetime.fromisoformat(its["moment"])
            self.many[label, moment] = ProvenMany(number, its)
        if "head" in said:
            self.heads[number] = Head(*said["head"])
        if deed == Deed.LOG:
            self.before |= said.get("before", {})
        if deed == Deed.FORGOTTEN:
            self.forgotten |= said.get("histories", {})
            self.entries_forgotten = max(self.entries_forgotten, said.get("entries", 0))


@dataclass(frozen=True, slots=True)
class Proven:
    entry: int
    signed: str
    key: str
    columns: tuple[str, ...]


class ProvenMany:
    """Rows of one moment: those that are there are counted and signed again."""

    def __init__(self, entry: int, its: dict[str, Any]):
        self.entry, self.number, self.key = entry, its["rows"], its["key"]
        self.columns: list[str] = its.get("columns", [])
        self.signed: str = its.get("signed", "")
        key = known_keys().get(self.key)
        self._again = Signature(key) if key and self.signed else None
        self._counted, self._highest = 0, 0

    def add(self, history: Any, row: Any) -> None:
        self._counted += 1
        self._highest = row.pk
        if self._again and all(hasattr(row, name) for name in self.columns):
            values = [getattr(row, name) for name in self.columns]
            self._again.add(history, self.columns, values)

    def broken(self, history: Any, forgotten: int) -> str:
        rows = f"The rows of the {history._meta.verbose_name} of which entry {self.entry} tells"
        if self._counted != self.number:
            # The log said that rows up to there may be gone.
            may_be_gone = forgotten and self._counted < self.number and self._highest <= forgotten
            return "" if may_be_gone else f"{rows} were {self.number} and are {self._counted}."
        if self._again and self._again.told() != self.signed:
            return f"{rows} were changed after it."
        return ""


@dataclass(frozen=True)
class Verdict:
    """What was found: how many entries, the head, and the first thing that is broken, if any."""

    entries: int
    head: Head | None
    broken: str

    @property
    def head_in_words(self) -> str:
        return f"{self.head.number}:{self.head.last}" if self.head else "0:"


def verify(known_head: str = "") -> Verdict:
    """Look at all of it. `known_head` is one that was told before: it must still be in the log."""
    proof, numbers = Proof(), Counted(known_head)
    head = read_head()
    # What may be forgotten is said later in the log than what was: so it is read first.
    forgotten = _forgotten()
    broken = first_broken(_links(proof, numbers), head, known_keys(), forgotten)
    said = broken.sentence if broken else ""
    if not said:
        looks = (_broken_heads(proof), numbers.missing_head(), _broken_histories(proof))
        said = next(chain.from_iterable(looks), "")
    return Verdict(numbers.entries, head, said)


class Counted:
    """Counts the entries, and looks for a head that was told before."""

    def __init__(self, known_head: str):
        self.entries = 0
        number, _, self.link = known_head.partition(":")
        self.number = int(number or 0) if (number or "0").isdecimal() else -1
        self.found = self.number == 0

    def count(self, number: int, link: str) -> None:
        self.entries += 1
        self.found = self.found or (number == self.number and link == self.link)

    def missing_head(self) -> Iterator[str]:
        if not self.found:
            yield f"The log does not hold entry {self.number} as it was when that head was told."


def _broken_heads(proof: Proof) -> Iterator[str]:
    """Heads that an entry found before itself and could not trust."""
    keys = known_keys()
    for number, head in proof.heads.items():
        key = keys.get(head.key)
        if key is None:
            yield unknown_key(f"The head before entry {number}", head.key)
        elif head.number != number - 1 or not is_sealed(key, head):
            yield (
                f"The head before entry {number} was not as it was written: what stood between it "
                "and that entry may be gone."
            )


def _forgotten() -> int:
    """Up to which entry the log itself says that words were forgotten."""
    proof = Proof()
    rows = Entry.objects.told().filter(deed=Deed.FORGOTTEN)
    for number, deed, details in rows.values_list("number", "deed", "details"):
        proof.learn(number, deed, details)
    return proof.entries_forgotten


def _links(proof: Proof, counted: Counted) -> Iterator[Link]:
    rows = (
        Entry.objects.told()
        .order_by("number")
        .values_list("number", *SAID, "digest", "link", "key")
    )
    for number, *said, digest, link, key in rows.iterator(chunk_size=AT_A_TIME):
        counted.count(number, link)
        _, person, deed, what, _, details, _ = said
        proof.learn(number, deed, details)
        gone = not what and person is None
        yield Link(number, None if gone else canonical(said), digest, link, key)


def _broken_histories(proof: Proof) -> Iterator[str]:
    """Rows of histories that are not what the log says was written."""
    keys = known_keys()
    history: Any
    for label, history in histories().items():
        proven = dict(proof.rows.get(label, {}))
        before, forgotten = proof.before.get(label, 0), proof.forgotten.get(label, 0)
        known_columns = {each.attname for each in history._meta.concrete_fields}
        for row in history._base_manager.order_by("pk").iterator(chunk_size=AT_A_TIME):
            its = proven.pop(row.pk, None)
            if its is None and (many := proof.many.get((label, row.history_date))):
                many.add(history, row)
            elif its is None:
                if row.pk > before:
                    yield f"{_named(history, row.pk)} was put in: no entry tells of it."
            elif its.key not in keys:
                yield f"Entry {its.entry} proves with a key that is not here ({its.key})."
            elif known_columns >= set(its.columns):
                values = [getattr(row, name) for name in its.columns]
                if signature(keys[its.key], history, its.columns, values) != its.signed:
                    yield f"{_named(history, row.pk)} was changed after entry {its.entry}."
        for (of, _), each in proof.many.items():
            if of == label and (said := each.broken(history, forgotten)):
                yield said
        for key, its in sorted(proven.items()):
            if key > forgotten:
                yield f"{_named(history, key)}, of which entry {its.entry} tells, was removed."


def _named(history: Any, key: int) -> str:
    return f"Row {key} of the {history._meta.verbose_name}"
