"""The feeds as OpenAPI 3.1 describes them, made of the same columns. No Django in here."""

from collections.abc import Iterable
from typing import Any

from reports.feeds.columns import Column, Kind, Noun

TYPES: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"type": "string"},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
}
PARAMETERS = {
    "as_at": {
        "name": "as_at",
        "in": "query",
        "description": "The quarter as at which to read, such as 2009-q2. Without it: the latest "
        "published one, and for officers themselves the open one.",
        "schema": {"type": "string", "pattern": "^[0-9]{4}-q[1-4]$"},
        "example": "2009-q2",
    },
    "audience": {
        "name": "audience",
        "in": "query",
        "description": "Read as an audience that sees less: public or board. Where you read as "
        "the public but for plans of your own, own names just that.",
        "schema": {"type": "string", "enum": ["public", "board", "officer", "own"]},
    },
}
PROBLEMS = {
    "400": "A parameter is unknown, given twice, or not readable.",
    "401": "No token, or one that does not work.",
    "403": "The audience asked for sees more than the token does.",
    "404": "There is no such feed, or no such quarter to read.",
}
ABOUT = {
    "feed": {"type": "string"},
    "as_at": {"type": "string"},
    "as_at_ends": {"type": "string", "format": "date"},
    "state": {"type": "string", "description": "Where the quarter stands: published, open …"},
    "release": {"type": ["integer", "null"], "description": "The number of its publication."},
    "published_on": {"type": ["string", "null"], "format": "date"},
    "read_as": {"type": "string", "description": "Whose view it is."},
    "restricted": {
        "type": "boolean",
        "description": "Whether small numbers are in it that the public must not see.",
    },
    "notice": {"type": ["string", "null"], "description": "What to mind about these rows."},
}


def description(nouns: Iterable[Noun], *, server: str) -> dict[str, Any]:
    """All feeds, at the server's address."""
    nouns = list(nouns)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "LAA Tracker feeds",
            "version": "1",
            "summary": "Read-only tables of indicators, targets, figures, statuses, actions and "
            "risks as at a quarter.",
            "description": "Columns may be added to a feed; none is ever renamed, moved or given "
            "another meaning.",
        },
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {path: item for noun in nouns for path, item in _paths(noun)},
        "components": {
            "schemas": {
                **{_schema_name(noun): _row(noun.columns) for noun in nouns},
                "Problem": _problem(),
            },
            "parameters": PARAMETERS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Any user name; the token is the password.",
                },
            },
            "responses": {number: _refused(words) for number, words in PROBLEMS.items()},
        },
    }


def _schema_name(noun: Noun) -> str:
    return f"{noun.name}_row"


def _paths(noun: Noun):
    yield f"/feeds/{noun.name}.json", _operation(noun, "json", "application/json", _table(noun))
    yield f"/feeds/{noun.name}.csv", _operation(noun, "csv", "text/csv", {"type": "string"})


def _operation(noun: Noun, form: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": f"{noun.name}_{form}",
            "summary": f"{noun.title} as {form.upper()}",
            "description": noun.one_row,
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS],
            "responses": {
                "200": {"description": "The whole table.", "content": {media: {"schema": schema}}},
                "304": {"description": "The same as what If-None-Match names."},
                **{number: {"$ref": f"#/components/responses/{number}"} for number in PROBLEMS},
            },
        }
    }


def _table(noun: Noun) -> dict[str, Any]:
    rows = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/{_schema_name(noun)}"},
    }
    properties = {**ABOUT, "rows": rows, "count": {"type": "integer"}}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _row(columns: Iterable[Column]) -> dict[str, Any]:
    properties = {each.name: _property(each) for each in columns}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _property(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {**TYPES[column.kind], "description": column.meaning}
    if column.words:
        schema["enum"] = list(column.words)
    if not column.always:
        schema["type"] = [schema["type"], "null"]
        schema |= {"enum": [*column.words, None]} if column.words else {}
    return schema | {"examples": [example_of(column)]}


def example_of(column: Column) -> str | int | float | bool:
    """The example as JSON has it."""
    match column.kind:
        case Kind.WHOLE:
            return int(column.example)
        case Kind.NUMBER:
            return float(column.example)
        case Kind.YES_NO:
            return column.example == "true"
    return column.example


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "What is wrong and what to do, as RFC 9457 has it.",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail"],
    }


def _refused(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}
