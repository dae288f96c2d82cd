"""What one of those counted is called, and several, and whether they are people.

No Django in here.
"""

from functools import cache

from indicators.small_numbers import Noun
from indicators.values import Unit

IRREGULAR = {"child": "children", "person": "people", "baby": "babies", "family": "families"}
USUAL = {Unit.PERCENTAGE: "child", Unit.DAYS: "day", Unit.POUNDS: "pound"}
# What is counted and is nobody. Any other word is taken for people: that is the safe side.
THINGS = {
    "building", "day", "hour", "kilogram", "kilometre", "meeting", "mile", "minute", "month",
    "penny", "percentage point", "place", "point", "pound", "session", "tonne", "visit", "week",
    "year",
}  # fmt: skip
# What may stand before or after such a word without making it somebody's.
BEFORE = ("half ", "whole ", "full ", "working ", "school ")
AFTER = (" of school", " of absence")


def noun_for(counted_as: str, unit: str) -> Noun:
    """The noun for one and for many: "young person" gives "young people".

    Where the indicator names none, a percentage is of children, as in most of these plans, days
    and pounds are what they are, and anything else has the noun left out.
    """
    one = " ".join(counted_as.split()) or USUAL.get(Unit(unit), "")
    if not one:
        return Noun("", "")
    return Noun(one, plural(one))


def plural(one: str) -> str:
    """The noun for several: the last word changes, save in "day of school"."""
    head, *rest = one.split(" of ", 1)
    words = head.split(" ")
    words[-1] = _plural_word(words[-1])
    return " of ".join([" ".join(words), *rest])


def _plural_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


@cache
def counts_people(counted_as: str) -> bool:
    """Whether the indicator counts people. Where nobody said, it does: that is the safe side.

    Only what is known to be a thing is not: "day", "half days", "day of school". A "visit to a
    child" may tell as much as the child.
    """
    noun = " ".join(counted_as.casefold().replace("-", " ").split())
    for words in BEFORE:
        noun = noun.removeprefix(words)
    for words in AFTER:
        noun = noun.removesuffix(words)
    return noun not in THINGS and noun not in map(plural, THINGS) and noun != "pence"
