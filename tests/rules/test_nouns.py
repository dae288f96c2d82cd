"""Whether an indicator counts people: rule 11 rests on it, so what is not known is people."""

import pytest

from indicators.nouns import counts_people


@pytest.mark.parametrize(
    "noun",
    [
        "child", "children", "Children", "pupils", "care leavers", "care leaver", "residents",
        "young people", "families", "household", "households", "persons", "apprentice", "NEETs",
        "flibbertigibbet", "looked after child", "visit to a child", "resident days", "", "  ",
    ],
)  # fmt: skip
def test_every_noun_that_is_not_known_to_be_a_thing_is_people(noun):
    assert counts_people(noun)


@pytest.mark.parametrize(
    "noun",
    [
        "day", "days", "half day", "half-days", "Half days", "day of school", "days of school",
        "visit", "visits", "pound", "pounds", "penny", "pence", "pennies", "session", "sessions",
        "school place", "places", "percentage points", "hour", "minutes", "weeks", " visits ",
    ],
)  # fmt: skip
def test_things_are_not_people_one_or_several(noun):
    assert not counts_people(noun)
