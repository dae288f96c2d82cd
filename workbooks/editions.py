"""What an export held, kept so that a file made from it can be compared with what is here now.

Each export carries a version, the same for the same data. By it the rows of that time are found
again when the file comes back; they are kept for a year after they were last taken.
"""

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sheets.descriptions import Change, Key, Sheet, Values
from workbooks.models import ExportedSheet

KEPT_FOR = timedelta(days=366)
FASTEST = 1


class Edition:
    """The rows of one export, by sheet and key; each sheet is unpacked as it is asked for."""

    def __init__(self, version: str) -> None:
        self.version = version
        found = ExportedSheet.objects.filter(version=version).values_list("sheet", "pk")
        self._sheets = dict(found) if version else {}

    @property
    def is_known(self) -> bool:
        return bool(self._sheets)

    def then(self, sheet: Sheet, changes: Iterable[Change]) -> dict[Key, Values]:
        """The rows as the export had them, of those that these changes are about."""
        wanted = {change.key for change in changes}
        if not wanted:
            return {}
        return {key: values for key, values in self.rows(sheet) if key in wanted}

    def rows(self, sheet: Sheet) -> Iterator[tuple[Key, Values]]:
        """Every row of a sheet as the export had it. One is unpacked at a time."""
        if sheet.name not in self._sheets:
            return
        kept = ExportedSheet.objects.get(pk=self._sheets[sheet.name])
        with gzip.open(io.BytesIO(kept.rows), "rt", encoding="utf-8") as lines:
            names = json.loads(next(lines))
            for line in lines:
                key, *values = json.loads(line, object_hook=_unpacked)
                yield _whole(key), dict(zip(names, map(_whole, values), strict=True))


def keep(version: str, rows: Iterable[tuple[Sheet, Iterable[tuple[Key, Values]]]]) -> None:
    """Keep the rows of an export under its version; those of old ones are let go.

    What is kept already is only marked as taken again.
    """
    now = timezone.now()
    ExportedSheet.objects.filter(at__lt=now - KEPT_FOR).delete()
    if ExportedSheet.objects.filter(version=version).update(at=now):
        return
    ExportedSheet.objects.bulk_create(
        (
            ExportedSheet(version=version, sheet=sheet.name, at=now, rows=_packed(sheet, ours))
            for sheet, ours in rows
        ),
        ignore_conflicts=True,
    )


def _packed(sheet: Sheet, rows: Iterable[tuple[Key, Values]]) -> bytes:
    names = [column.attribute for column in sheet.columns]
    lines = [json.dumps(names)]
    lines.extend(
        json.dumps([key, *(values[name] for name in names)], default=_as_json, ensure_ascii=True)
        for key, values in rows
    )
    return gzip.compress("\n".join(lines).encode(), FASTEST, mtime=0)


def _as_json(value: object) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"An export cannot keep {value!r}.")


def _unpacked(value: dict[str, str]) -> Any:
    if "number" in value:
        return Decimal(value["number"])
    return date.fromisoformat(value["date"])


def _whole(value: Any) -> Any:
    """Several names are a tuple in a row, and a list in JSON."""
    return tuple(value) if isinstance(value, list) else value
