"""Records that are not as their history last told: changed, put in or taken away behind it.

The chain proves the histories, so what a history told last is what a record has to be. Fields that
a history leaves out (passwords, when somebody was last here, addresses made of a title) cannot be
compared, nor is what a record has in lists of others.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Max

from audit.histories import as_kept, histories, model_of

AT_A_TIME = 2000
# The demonstration says of its records that they were entered in their day; their history keeps
# that they were entered today.
NOT_COMPARED = {"entered_at"}
REMOVED = "-"


def strays() -> Iterator[str]:
    """A sentence of each record that is not as its history says, by model and key.

    Costs two queries for each model, both read in the order of its keys, so that little is held,
    and two for each record that seems to be astray: others may have saved it between the two.
    """
    for history in histories().values():
        model = model_of(history)
        name = str(model._meta.verbose_name)
        name = name[:1].upper() + name[1:]
        for key, live, last in side_by_side(model, history):
            if difference(history, live, last) and (said := looked_at_again(model, history, key)):
                yield f"{name} {key} {said}."


def difference(history: Any, live: Any, last: Any) -> str:
    """What is wrong of a record and what its history told last; "" where nothing is."""
    if last is None:
        return "was put in: it has no history"
    if live is None:
        gone = last.history_type == REMOVED
        return "" if gone else "was removed, of which its history does not tell"
    if last.history_type == REMOVED:
        return "is there, though its history says that it was removed"
    changed = [
        field.name
        for field in history.instance_type._meta.concrete_fields
        if field.name not in NOT_COMPARED
        and hasattr(last, field.attname)
        and as_kept(field, getattr(live, field.attname))
        != as_kept(field, getattr(last, field.attname))
    ]
    return (
        f"was changed, of which its history does not tell: {', '.join(changed)}" if changed else ""
    )


def looked_at_again(model: type[models.Model], history: Any, key: Any) -> str:
    """What is wrong of the record of this key now; "" where nothing is."""
    last = history._base_manager.filter(**{model._meta.pk.attname: key}).order_by("history_id")
    return difference(history, model._base_manager.filter(pk=key).first(), last.last())


def side_by_side(
    model: type[models.Model], history: Any
) -> Iterator[tuple[Any, models.Model | None, Any | None]]:
    """Each key that is in either, with its record and with what its history told last."""
    key = model._meta.pk.attname
    latest = history._base_manager.order_by().values(key).annotate(latest=Max("history_id"))
    told = history._base_manager.filter(history_id__in=latest.values("latest"))
    lives, lasts = in_order(model._base_manager.all(), key), in_order(told, key)
    live, last = next(lives, None), next(lasts, None)
    while live is not None or last is not None:
        keys = [getattr(each, key) for each in (live, last) if each is not None]
        at = min(keys)
        of_live = live is not None and getattr(live, key) == at
        of_last = last is not None and getattr(last, key) == at
        yield at, live if of_live else None, last if of_last else None
        if of_live:
            live = next(lives, None)
        if of_last:
            last = next(lasts, None)


def in_order(rows: models.QuerySet, key: str) -> Iterator[Any]:
    """By key, as Python orders it: databases order text each in its own way.

    Only quarters have a text for a key, and they are few.
    """
    if isinstance(rows.model._meta.get_field(key), models.CharField):
        yield from sorted(rows.order_by(), key=lambda each: getattr(each, key))
    else:
        yield from rows.order_by(key).iterator(chunk_size=AT_A_TIME)
