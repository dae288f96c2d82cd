"""What releases keep, read from a replica of the database where there is one.

A released report never changes, so it is the same however far a replica is behind. Whether there is
a release, and whether it stands, the database itself is asked; so it is about reports that the
replica has not got yet, and about all of them while the replica does not answer.
"""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from reports.models import Release, ReleasedReport

REPLICA = "replica"
# For how many seconds a replica that did not answer is left alone: nobody waits for it meanwhile.
LEFT_ALONE = 30.0

# By the release's id and the report's key, its data.
Kept: TypeAlias = dict[tuple[int, str], dict[str, Any]]

logger = logging.getLogger(__name__)
_left_alone_until = 0.0


def kept_reports(releases: Sequence[Release], keys: Collection[str]) -> Kept:
    """The reports that these releases keep under these keys, as far as they do.

    Costs one query; with a replica that has not got all of them, another.
    """
    found = dict(_of_replica(releases, keys))
    lacking = [
        each for each in releases if any((each.pk, key) not in found for key in keys)
    ]  # fmt: skip
    return found | dict(_read(DEFAULT_DB_ALIAS, lacking, keys)) if lacking else found


def _of_replica(releases: Sequence[Release], keys: Collection[str]) -> Kept:
    """What the replica has of them; nothing where there is none, or it does not answer."""
    global _left_alone_until
    if REPLICA not in connections.settings or time.monotonic() < _left_alone_until:
        return {}
    try:
        return dict(_read(REPLICA, releases, keys))
    except (DatabaseError, InterfaceError) as error:
        _left_alone_until = time.monotonic() + LEFT_ALONE
        connections[REPLICA].close()
        reason = str(error).partition("\n")[0]
        logger.warning("The replica does not answer, so the database is read: %s", reason)
        return {}


def _read(
    database: str, releases: Sequence[Release], keys: Collection[str]
) -> Iterator[tuple[tuple[int, str], dict[str, Any]]]:
    """A replica of something else has other releases: theirs are left out."""
    published = {each.pk: each.published_at for each in releases}
    rows = ReleasedReport.objects.using(database).filter(release__in=published, key__in=keys)
    for release, at, key, data in rows.values_list(
        "release", "release__published_at", "key", "data"
    ):
        if at == published[release]:
            yield (release, key), data
