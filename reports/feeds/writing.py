"""How a feed is written, as JSON and as CSV. No Django in here.

Numbers are written digit by digit, never by way of a float. What nothing is said
of is null in JSON and an empty cell in CSV.
"""

import csv
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from reports.feeds.columns import Column, Value
from sheets.cells import escape

# Excel takes a file of text for one in the code page of its country unless this comes first.
BOM = "\ufeff"


def as_json(about: dict[str, Any], columns: Iterable[Column], rows: Iterable[Any]) -> str:
    """The feed: what it is about, its rows, each on a line, and how many they are."""
    columns = list(columns)
    written = [json_row(columns, row) for row in rows]
    head = ", ".join(f'"{name}": {json_value(said)}' for name, said in about.items())
    body = ",\n".join(written)
    return f'{{{head}, "rows": [\n{body}\n], "count": {len(written)}}}\n'


def json_row(columns: list[Column], row: Any) -> str:
    return (
        "{" + ", ".join(f'"{each.name}": {json_value(each.value(row))}' for each in columns) + "}"
    )


def json_value(value: Value) -> str:
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False)


def as_csv(columns: Iterable[Column], rows: Iterable[Any]) -> str:
    """The feed, its headings first; one row is one line (RFC 4180)."""
    columns = list(columns)
    page = StringIO(newline="")
    writer = csv.writer(page)
    page.write(BOM)
    writer.writerow([each.name for each in columns])
    for row in rows:
        writer.writerow([csv_value(each.value(row)) for each in columns])
    return page.getvalue()


def csv_value(value: Value) -> str:
    """A cell. Text is on one line, and marked where a spreadsheet would take it for a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return digits(value)
        case date():
            return value.isoformat()
        case str():
            return escape(on_one_line(value))
    return str(value)


def digits(number: Decimal) -> str:
    """A number without the zeros that only a database adds: 15, not 15.000000."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def on_one_line(text: str) -> str:
    return " ".join(filter(None, map(str.strip, text.splitlines())))
