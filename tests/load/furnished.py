"""What stands in a house before the storm: `… tests.load.furnished plans 200`, told as JSON."""

import json
import sys
from importlib import import_module

import django

HASH_OF = "three odd words"


def plans(count: str) -> list[dict]:
    """So many plans, each with a return that its manager has nearly filled in."""
    return import_module("tests.returns.many").make(int(count))


def editors(count: str) -> dict:
    """One return and so many sessions of people who may fill it in."""
    many, builders = import_module("tests.returns.many"), import_module("tests.builders")
    with import_module("django.db").transaction.atomic():
        house = import_module("tests.returns.house").make_house()
        people = [builders.make_user() for _ in range(int(count))]
        for each in people:
            builders.make_part(plan=house.plan, user=each, part="contributor")
        return {
            "page": house.at("summary"),
            "risks": house.at("risks"),
            "sessions": [many.session_of(each) for each in people],
        }


def people(count: str) -> dict:
    """A plan with a page of its own, and so many people with one password, none signed in."""
    builders = import_module("tests.builders")
    with import_module("django.db").transaction.atomic():
        house = import_module("tests.returns.house").make_house()
        first, *others = [builders.make_user() for _ in range(int(count))]
        first.set_password(HASH_OF)
        for each in (first, *others):
            each.password = first.password  # made once: it takes long on purpose
            each.save()
        return {
            "names": [each.username for each in (first, *others)],
            "reader": import_module("tests.returns.many").session_of(house.officer),
        }


def county(indicators: str, quarters: str) -> dict[str, str]:
    """A county with its last round but one published, and sessions of two who read it."""
    session_of = import_module("tests.returns.many").session_of
    made = import_module("tests.bench.county").build_county(int(indicators), int(quarters))
    return {"board": session_of(made.board), "lead": session_of(made.lead)}


if __name__ == "__main__":
    django.setup()
    what, *words = sys.argv[1:]
    known = {"plans": plans, "editors": editors, "people": people, "county": county}
    json.dump(known[what](*words), sys.stdout)
