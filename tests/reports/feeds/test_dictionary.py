"""The dictionary and the OpenAPI description say of every feed what is in it, and nothing else."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from reports.feeds.columns import Kind
from reports.feeds.nouns import NOUNS
from reports.feeds.openapi import description
from tests.access.house import FEED_TOKEN
from tests.look.markup import find, text
from tests.reports.feeds.reading import ask, text_of

pytestmark = pytest.mark.django_db

ASKED = {"indicators", "targets", "actuals", "statuses", "actions", "risks"}
SPECIFIED = description(NOUNS.values(), server="https://laa.example")
SCHEMAS = SPECIFIED["components"]["schemas"]
READERS = ("officer", "board", "lead", "neighbour", "stranger")
COLUMNS = [(noun, column) for noun in NOUNS.values() for column in noun.columns]
FITS = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def test_there_is_a_feed_of_everything_that_was_asked_for():
    assert set(NOUNS) >= ASKED


@pytest.mark.parametrize("noun", NOUNS.values(), ids=NOUNS)
def test_no_feed_has_two_columns_of_one_name(noun):
    assert max(Counter(column.name for column in noun.columns).values()) == 1


@pytest.mark.parametrize(("noun", "column"), COLUMNS, ids=lambda each: each.name)
def test_a_column_is_named_for_machines_and_told_for_people(noun, column):
    assert re.fullmatch(r"[a-z][a-z_]*", column.name)
    assert column.meaning.endswith((".", ".)"))
    assert column.example
    assert not column.words or column.example in column.words


def misfits(value, schema: dict) -> list[str]:
    """What of the schema the value breaks."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    found = [] if any(FITS[kind](value) for kind in kinds) else [f"{value!r} is no {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{value!r} is none of {schema['enum']}")
    if schema.get("format") == "date" and value is not None:
        date.fromisoformat(value)
    return found


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", READERS)
def test_every_row_is_as_the_description_says(signed_in, role, noun):
    told = json.loads(text_of(ask(f"{noun}.json?as_at=2009-q2", client=signed_in(role))))
    schema = SCHEMAS[f"{noun}_row"]

    assert set(told) == set(SPECIFIED["paths"][f"/feeds/{noun}.json"]["get"]["responses"]["200"]
        ["content"]["application/json"]["schema"]["required"])  # fmt: skip
    for row in told["rows"]:
        assert list(row) == schema["required"]
        wrong = {name: misfits(value, schema["properties"][name]) for name, value in row.items()}
        assert not any(wrong.values()), wrong


@pytest.mark.parametrize("noun", NOUNS)
def test_an_officer_sees_rows_of_everything(signed_in, noun):
    told = json.loads(text_of(ask(f"{noun}.json?as_at=2009-q2", client=signed_in("officer"))))

    assert told["count"] > 0


def test_every_column_says_something_somewhere():
    """Of each kind there is a column, so that the checks above look at something."""
    assert {column.kind for _, column in COLUMNS} == set(Kind)


def test_the_description_is_given_to_programs_as_it_stands(people, settings):
    settings.SITE_URL = "https://laa.example"

    assert json.loads(text_of(ask("openapi.json", FEED_TOKEN))) == json.loads(json.dumps(SPECIFIED))


def test_the_description_is_of_the_version_that_was_asked_for():
    assert SPECIFIED["openapi"].startswith("3.1.")
    assert set(SPECIFIED["paths"]) == {
        f"/feeds/{noun}.{form}" for noun in NOUNS for form in ("json", "csv")
    }


def test_everything_that_the_description_refers_to_is_in_it():
    for where in set(re.findall(r'"#/([^"]+)"', json.dumps(SPECIFIED))):
        part = SPECIFIED
        for name in where.split("/"):
            part = part[name]
        assert part


def test_what_goes_wrong_is_described(people):
    for operation in SPECIFIED["paths"].values():
        assert {"200", "304", "400", "401", "403", "404"} == set(operation["get"]["responses"])
    told = json.loads(ask("statuses.json").content)
    assert list(told) == SCHEMAS["Problem"]["required"]


# The page --------------------------------------------------------------------------------


def tables(html: str) -> dict[str, list[str]]:
    """Of each table the names in its first column, by its caption."""
    return {
        text(find(table[2:], "caption")[0]): [
            text(each) for each in find(table[2:], "th", scope="row")
        ]
        for table in find(html, "table")
    }


def test_the_dictionary_names_every_column_of_every_feed(signed_in):
    page = signed_in("stranger").get("/feeds/").content.decode()

    found = tables(page)
    for noun in NOUNS.values():
        names = [column.name for column in noun.columns]
        assert found[f"Columns of {noun.title.lower()}"] == names
    for _, column in COLUMNS:
        assert column.meaning.split("“")[0] in text(find(page, "main")[0])


def links(client) -> list[str]:
    page = client.get("/feeds/").content.decode()
    return [each[1]["href"] for each in find(page, "a") if "." in each[1].get("href", "")]


@pytest.mark.parametrize("role", READERS)
def test_every_link_of_the_dictionary_leads_to_a_feed(signed_in, role):
    client = signed_in(role)
    ours = [each for each in links(client) if each.startswith("/feeds/")]

    assert len(ours) > 2 * len(NOUNS)
    assert {client.get(each).status_code for each in ours} == {200}


def test_the_masked_view_is_offered_first_and_the_public_is_offered_no_other(signed_in):
    mine = [each for each in links(signed_in("officer")) if "statuses.csv" in each]
    theirs = [each for each in links(signed_in("stranger")) if "statuses.csv" in each]

    assert mine == [
        "/feeds/statuses.csv?as_at=2009-q2&audience=public",
        "/feeds/statuses.csv?as_at=2009-q3",
    ]
    assert theirs == mine[:1]
