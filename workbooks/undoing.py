"""Undoing an import as one change, while nothing later rests on it.

What an import wrote is found by the moment in its history. What it made is taken out, what it
changed or took out is put back as it was before; all of it, or nothing, in one transaction, and
all of it stands in the history again, with who undid it and why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from simple_history.models import HistoricalChanges

from accounts.models import User
from indicators.models import Baseline, IndicatorRule, Target
from periods.models import Quarter, QuarterlyRecord, round_states
from periods.rounds import dates_lock_among, lock_among, version_lock_among
from periods.today import today
from plans.models import Action
from workbooks import tasks
from workbooks.models import Import, ImportState
from workbooks.progress import UNDOING, Steps, Tell, silent
from workbooks.saving import (
    BATCH,
    LONGEST_HISTORY_REASON,
    NAMED_AT_ONCE,
    in_batches,
    insert_from_history,
    write_history,
    write_over_from_history,
)
from workbooks.written import NO_OFFICER, WRITTEN, NeverStill, NoOfficer, NotWritten, on_still_data

VERSIONS = (IndicatorRule, Baseline, Target)
# Made and taken out together with a person.
OF_A_PERSON = (EmailAddress,)
MOST_NAMED = 50
WHAT_WAS_DONE = {"+": "was added again", "~": "was changed", "-": "was taken out"}


@dataclass(frozen=True)
class Rests:
    """Something later that rests on an import: what it is, and who did it when, where known."""

    what: str
    by: str = ""
    at: datetime | None = None


@dataclass
class Written:
    """What an import did to the rows of one model, by their keys."""

    model: Any
    first: dict[Any, tuple[int, str]] = field(default_factory=dict)
    last: dict[Any, tuple[int, str]] = field(default_factory=dict)
    # The entries of the history that say what its rows were before, where there were such.
    before: dict[Any, int] = field(default_factory=dict)

    @property
    def keys(self) -> list[Any]:
        return list(self.first)

    @property
    def made(self) -> list[Any]:
        """Rows that it made, and that are there still."""
        return [key for key, (_, kind) in self.first.items() if kind == "+" and self._stays(key)]

    @property
    def changed(self) -> list[Any]:
        return [key for key, (_, kind) in self.first.items() if kind != "+" and self._stays(key)]

    @property
    def taken_out(self) -> list[Any]:
        was_there = [key for key, (_, kind) in self.first.items() if kind != "+"]
        return [key for key in was_there if not self._stays(key)]

    def _stays(self, key: Any) -> bool:
        return self.last[key][1] != "-"


class NotUndone(Exception):
    """Nothing was undone; `rests` is what stands in the way."""

    def __init__(self, text: str, rests: list[Rests] | None = None) -> None:
        super().__init__(text)
        self.rests = rests or []


def undo(pk: int, *, by: Any, reason: str, tell: Tell = silent) -> Import:
    """Undo an import whole. Raises NotUndone, with what rests on it."""
    reason = reason.strip()
    if not reason:
        raise NotUndone("Nothing was undone: say why.")

    def look() -> list[Written]:
        record = standing_import(pk)
        everything = written_by(record)
        if rests := list(resting_on(everything, record)):
            raise NotUndone("Nothing was undone: something later rests on it.", rests)
        for written in everything:
            written.before = entries_before(written, record)
        return everything

    def write(everything: list[Written]) -> Import:
        record = standing_import(pk)
        rows = sum(len(each.keys) for each in everything)
        tell(UNDOING, 0, rows)
        moment = timezone.now()
        _Undoing(record, by, reason, moment, Steps(tell, UNDOING, rows)).run(everything)
        record.state = ImportState.UNDONE
        record.undone_by, record.undone_at = by, moment
        record.undone_reason = reason
        tasks.put_down(record)
        record.save()
        return record

    try:
        return on_still_data(look, write, by=by)
    except NoOfficer:
        raise NotUndone(NO_OFFICER) from None
    except NeverStill:
        raise NotUndone(
            "Nothing was undone, for others keep saving at the same time: try once more."
        ) from None
    except NotWritten as refusal:
        raise NotUndone(
            "Nothing was undone: the database refused it, because of something that rests on it. "
            f"It said: {' '.join(str(refusal).split())}"
        ) from refusal


def standing_import(pk: int) -> Import:
    """The import, if it is one that stands. Raises NotUndone."""
    record = Import.objects.defer("content", "preview").get(pk=pk)
    if not record.can_be_undone:
        raise NotUndone("Nothing was undone: this import is not one that stands.")
    return record


def what_rests_on(record: Import) -> list[Rests]:
    """What stands in the way of undoing an import, of very much the first."""
    found = []
    for each in resting_on(written_by(record), record):
        found.append(each)
        if len(found) > MOST_NAMED:
            break
    return found


# What it wrote ------------------------------------------------------------------------


def written_by(record: Import) -> list[Written]:
    """What an import wrote, as one rests on the other. Costs a query for each model."""
    found = []
    for model in WRITTEN:
        key = model._meta.pk.attname
        entries = model.history.filter(history_date=record.moment).order_by("history_id")
        one = Written(model)
        for row, number, kind in entries.values_list(key, "history_id", "history_type"):
            one.first.setdefault(row, (number, kind))
            one.last[row] = number, kind
        if one.first:
            found.append(one)
    return found


# What rests on it ---------------------------------------------------------------------


def resting_on(everything: list[Written], record: Import) -> Iterator[Rests]:
    """All that was done since to what an import wrote, or made that names it; and locks since."""
    for written in everything:
        yield from later_changes(written, record)
    for written in everything:
        yield from locks_since(written)
    own = {each.model: set(each.keys) for each in everything}
    for written in everything:
        yield from named_since(written.model, written.made, own)
    yield from signed_in(key for each in everything if each.model is User for key in each.made)


def later_changes(written: Written, record: Import) -> Iterator[Rests]:
    """Rows that were changed or deleted since, each with what was done to it last.

    What a later import did, and its undoing took back, is as if it had never been.
    """
    key = written.model._meta.pk.attname
    taken_back = moments_taken_back(record)
    told: set[Any] = set()
    for some in in_batches(written.keys, NAMED_AT_ONCE):
        later = written.model.history.filter(
            **{f"{key}__in": some}, history_date__gt=record.moment
        ).select_related("history_user")
        in_order = later.exclude(history_date__in=taken_back).order_by("history_date", "history_id")
        last = {getattr(each, key): each for each in in_order}
        told |= last.keys()
        for entry in last.values():
            yield Rests(
                f"{named(entry)} {WHAT_WAS_DONE[entry.history_type]}",
                str(entry.history_user or ""),
                entry.history_date,
            )
    yield from moved_unseen(written, told)


def moments_taken_back(record: Import) -> list[datetime]:
    """When later imports that are undone wrote, and when they were undone."""
    undone = Import.objects.filter(state=ImportState.UNDONE, moment__gt=record.moment)
    both = undone.values_list("moment", "undone_at")
    return [moment for pair in both for moment in pair if moment]


def moved_unseen(written: Written, told: set[Any]) -> Iterator[Rests]:
    """Rows that are not as they were left, though their history does not say so."""
    names = [each.attname for each in written.model.history.model.tracked_fields]
    stay = [each for each in (*written.made, *written.changed) if each not in told]
    for some in in_batches(stay, NAMED_AT_ONCE):
        entries = [written.last[each][0] for each in some]
        left = {
            row[0]: row
            for row in written.model.history.filter(history_id__in=entries).values_list(
                written.model._meta.pk.attname, *names
            )
        }
        now = written.model._base_manager.filter(pk__in=some).values_list("pk", *names)
        here = {row[0]: row for row in now}
        for key in some:
            if here.get(key) != left.get(key):
                one = written.model._base_manager.filter(pk=key).first()
                yield Rests(f"{named(one) if one else key} is not as the import left it")


def locks_since(written: Written) -> Iterator[Rests]:
    """Rows of quarters that were locked or published since, and versions judged by since."""
    model, rounds = written.model, round_states()
    found: Iterable[str] = ()
    if issubclass(model, QuarterlyRecord):
        labels = quarters_of(written, model._meta.get_field(model.quarter_field).attname)
        found = (lock_among(rounds, each, on=today()) for each in labels)
    elif model in VERSIONS:
        found = (version_lock_among(rounds, each) for each in quarters_of(written, "from_quarter"))
    elif model is Quarter:
        found = (dates_lock_among(rounds, each) for each in written.keys)
    yield from (Rests(each.partition(":")[0]) for each in dict.fromkeys(filter(None, found)))


def quarters_of(written: Written, name: str) -> list[str]:
    """The quarters to which the rows belong, or belonged."""
    entries = [number for number, _ in (*written.first.values(), *written.last.values())]
    found: set[str] = set()
    for some in in_batches(entries, NAMED_AT_ONCE):
        rows = written.model.history.filter(history_id__in=some)
        found.update(rows.order_by().values_list(name, flat=True).distinct())
    return sorted(found)


def named_since(model: Any, made: list[Any], own: dict[Any, set[Any]]) -> Iterator[Rests]:
    """Rows that name one which the import made, and were not written by the import itself."""
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and relation.is_relation and not relation.concrete
        if points_here and not relation.many_to_many and is_to_tell(relation, model):
            yield from rows_naming(relation, made, own)


def is_to_tell(relation: Any, model: Any) -> bool:
    """Whether such rows rest on what they name: a history follows what it is of.

    What a new person did since stays theirs, and their address goes with them.
    """
    if issubclass(relation.related_model, HistoricalChanges):
        return model is User and relation.field.name == "history_user"
    return relation.related_model not in OF_A_PERSON


def rows_naming(relation: Any, made: list[Any], own: dict[Any, set[Any]]) -> Iterator[Rests]:
    other, name = relation.related_model, relation.field.name
    for some in in_batches(made, NAMED_AT_ONCE):
        rows = other._base_manager.filter(**{f"{name}__in": some})
        for row in rows.iterator(chunk_size=BATCH):
            one = owner_of(row)
            if one.pk in own.get(type(one), ()):
                continue
            entry = one.history.first() if hasattr(one, "history") else None
            yield Rests(
                f"{named(one)} names {named(getattr(row, name))}",
                str(entry.history_user or "") if entry else "",
                entry.history_date if entry else None,
            )


def owner_of(row: Any) -> Any:
    """The row itself; of a link in a row's own list, such as what an action feeds, that row."""
    owner = row._meta.auto_created
    if not owner:
        return row
    links = [each for each in row._meta.concrete_fields if each.related_model is owner]
    return getattr(row, links[0].name)


def signed_in(people: Iterable[int]) -> Iterator[Rests]:
    for each in User.objects.filter(pk__in=list(people)):
        if each.last_login or each.has_usable_password():
            yield Rests(f"{each.name or each.email} has chosen a password", at=each.last_login)


def named(row: Any) -> str:
    """A row as a sentence names it: "Target NI 101, 2009/10"."""
    original = getattr(row, "instance", row) if isinstance(row, HistoricalChanges) else row
    noun = str(original._meta.verbose_name)
    return f"{noun[:1].upper()}{noun[1:]} “{original}”"


# Undoing ------------------------------------------------------------------------------


class _Undoing:
    """Takes out what was made, and puts the rest back; everything under one moment and reason."""

    def __init__(
        self, record: Import, by: Any, reason: str, moment: datetime, steps: Steps
    ) -> None:
        self._record = record
        self._steps = steps
        self._how = {
            "moment": moment,
            "by": by,
            "why": f"{reason} (import of {record.name} undone)"[:LONGEST_HISTORY_REASON],
        }

    def run(self, everything: list[Written]) -> None:
        for written in reversed(everything):
            self._take_out(written)
        for written in everything:
            self._bring_back(written)
            self._put_back(written)

    def _take_out(self, written: Written) -> None:
        model = written.model
        write_history(model, written.made, "-", **self._how)
        for some in in_batches(written.made, NAMED_AT_ONCE):
            self._steps.step(len(some))
            if model is User:
                EmailAddress.objects.filter(user__in=some).delete()
            for each in model._meta.many_to_many:
                own = {f"{each.m2m_field_name()}__in": some}
                each.remote_field.through._base_manager.filter(**own).delete()
            model._base_manager.filter(pk__in=some)._raw_delete("default")

    def _bring_back(self, written: Written) -> None:
        """Rows that the import took out, as they were."""
        entries = [written.before[key] for key in written.taken_out]
        for some in in_batches(entries, BATCH):
            insert_from_history(written.model, some)
        write_history(written.model, written.taken_out, "+", **self._how)

    def _put_back(self, written: Written) -> None:
        """Rows that the import changed, as they were."""
        for some in in_batches(written.changed, BATCH):
            self._steps.step(len(some))
            write_over_from_history(written.model, [written.before[key] for key in some])
            if written.model is Action:
                self._put_names_back({key: written.before[key] for key in some})
        write_history(written.model, written.changed, "~", **self._how)

    def _put_names_back(self, before: dict[Any, int]) -> None:
        """The indicators that an action feeds: its history keeps them in rows of their own."""
        rows: dict[Any, Any] = Action.objects.in_bulk(before)
        entries = Action.history.in_bulk(before.values())
        for key, row in rows.items():
            fed = {each.indicator_id for each in entries[before[key]].indicators_fed.all()}
            if fed != set(row.indicators_fed.values_list("pk", flat=True)):
                row._history_user = self._how["by"]
                row._change_reason = self._how["why"]
                row._history_date = self._how["moment"]
                row.indicators_fed.set(fed)


def entries_before(written: Written, record: Import) -> dict[Any, int]:
    """The last entry from before the import of each row that was there.

    Raises NotUndone where there is none.
    """
    found: dict[Any, int] = {}
    model, name = written.model, written.model._meta.pk.attname
    were_there = [*written.changed, *written.taken_out]
    for some in in_batches(were_there, NAMED_AT_ONCE):
        entries = model.history.filter(**{f"{name}__in": some}, history_date__lt=record.moment)
        in_order = entries.order_by("history_date", "history_id")
        found.update(in_order.values_list(name, "history_id"))
    for key in were_there:
        if key not in found:
            raise NotUndone(
                "Nothing was undone: the history does not say what a row was before "
                f"({model._meta.verbose_name} {key})."
            )
    return found
