"""A table that was brought in the admin: kept among the imports, to be looked at and undone."""

import hashlib

from accounts.tables.results import TableResult
from workbooks import changed_rows
from workbooks.importing import LONGEST_NAME
from workbooks.models import Import, ImportKind, ImportState


def keep_table(name: str, content: bytes, result: TableResult, *, by) -> Import:
    """Keep what came of a file of one table; all it wrote has the result's moment."""
    record = Import.objects.create(
        name=name[-LONGEST_NAME:],
        content=content,
        kind=ImportKind.TABLE,
        checksum=hashlib.sha256(content).hexdigest(),
        by=by,
        at=result.moment,
        moment=result.moment,
        state=ImportState.SAVED,
        counts=[{"sheet": result.sheet, **result.counts()}],
    )
    pages = changed_rows.in_pages(result.as_kept())
    changed_rows.keep(record, pages)
    record.fingerprint = pages.fingerprint
    record.save(update_fields=["fingerprint"])
    return record
