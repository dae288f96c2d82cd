"""Asking for an address as somebody, and keeping what came of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.access.house import House

FORM = "application/x-www-form-urlencoded"
REDIRECTS = (301, 302)
DOORS = {"/accounts/login/": "in", "/admin/login/": "door"}
# Where a request may leave a trace: the session, the count of failed sign-ins, who saw what.
TRACES = {
    "audit_entry",
    "audit_sight",
    "django_cache",
    "django_session",
    "reports_download",
    "workbooks_exportedsheet",
}
WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Visit:
    """An answer as the matrix writes it, and what came with it."""

    role: str
    address: str
    answer: str
    body: bytes
    headers: dict[str, str]
    wrote: frozenset[str]

    def __str__(self) -> str:
        return f"{self.role} at {self.address}"


class Visitor:
    """One person at a browser of their own."""

    def __init__(self, house: House, role: str, **client):
        self.role = role
        self.client = Client(raise_request_exception=False, **client)
        if role in house.people:
            self.client.force_login(house.people[role])

    def get(self, address: str) -> Visit:
        """Ask for an address and follow where it leads, as far as a door."""
        ways: list[str] = []
        with tables_written() as wrote:
            response = self.client.get(address)
            while response.status_code in REDIRECTS and not door(response):
                ways.append(response.url)
                response = self.client.get(response.url)
        return self._visit(address, response, wrote, ways)

    def send(self, address: str, body: dict | None = None, method="POST", **headers) -> Visit:
        """Send a form, whoever may; afterwards nothing has happened."""
        with rolled_back(), tables_written() as wrote:
            response = self.client.generic(method, address, urlencode(body or {}), FORM, **headers)
        return self._visit(address, response, wrote, [])

    def _visit(self, address, response, wrote, ways) -> Visit:
        return Visit(
            self.role,
            address,
            answer_of(response, ways),
            TOKEN.sub(b"", response.getvalue()),
            dict(response.headers),
            frozenset(wrote),
        )


def door(response) -> str:
    """At which door a redirection ends, as the matrix writes it; "" where it leads elsewhere."""
    return DOORS.get(response.url.partition("?")[0], "")


def answer_of(response, ways: list[str]) -> str:
    """The answer as the matrix writes it."""
    if response.status_code in REDIRECTS:
        return door(response) or "on"
    return f"{'>' if ways else ''}{response.status_code}"


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables that are written to, but for the traces any request may leave."""
    wrote: set[str] = set()

    def note(execute, sql, params, many, context):
        if (found := WRITE.match(sql)) and found[1] not in TRACES:
            wrote.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield wrote


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def state_of_database() -> dict[str, str]:
    """A fingerprint of every table, but for the traces any request may leave."""
    return {
        model._meta.label: fingerprint(model)
        for model in apps.get_models()
        if model._meta.db_table not in TRACES
    }


def fingerprint(model) -> str:
    rows = model._base_manager.order_by("pk").values_list()
    return sha256("\n".join(repr(list(map(plain, row))) for row in rows).encode()).hexdigest()


def plain(value):
    """PostgreSQL gives bytes as a view of them, whose name changes."""
    return bytes(value) if isinstance(value, memoryview) else value
