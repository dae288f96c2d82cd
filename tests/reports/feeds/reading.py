"""Asking for feeds and reading what came, as Excel and Power BI would."""

import csv
import json
from io import StringIO

from django.test import Client

BOM = "\ufeff"


def ask(address: str, token: str = "", *, client: Client | None = None, **headers):
    """The answer to a program that sends this token, or to somebody who is signed in."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return (client or Client()).get(f"/feeds/{address}", headers=headers)


def text_of(response) -> str:
    assert response.status_code == 200, (response.status_code, response.getvalue())
    return response.getvalue().decode()


def rows_of_json(response) -> list[dict]:
    told = json.loads(text_of(response), parse_float=str, parse_int=str)
    assert told["count"] == str(len(told["rows"]))
    return told["rows"]


def rows_of_csv(response) -> list[dict]:
    """As a spreadsheet reads it: all cells are text, the first line names the columns."""
    text = text_of(response)
    assert text.startswith(BOM)
    return list(csv.DictReader(StringIO(text.removeprefix(BOM), newline="")))


def problem_in(response) -> tuple[int, str]:
    """The status and the sentence of an answer that is none."""
    assert response.headers["Content-Type"] == "application/problem+json"
    told = json.loads(response.content)
    assert told["status"] == response.status_code
    assert set(told) == {"type", "title", "status", "detail"}
    return told["status"], told["detail"]
