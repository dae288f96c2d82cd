"""Rule 11: a total that is broken down twice, by age and by sex, tells nobody a small number.

Which parts make the total is in their names only, so the check does not know it; the attacker does.
"""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.partnership import Partnership, hidden, small

AGES, SEXES = ("young", "older", "oldest"), ("boys", "girls")


@st.composite
def partnerships(draw):
    """How many there are of each age and of each sex, as many of the one as of the other."""
    ages = [draw(st.integers(0, 5)), *(draw(st.integers(6, 30)) for _ in AGES[1:])]
    boys = draw(st.integers(0, sum(ages)))
    return dict(zip(AGES + SEXES, [*ages, boys, sum(ages) - boys], strict=True))


def reported(numbers, whole: int | None = None) -> Partnership:
    ours = Partnership()
    ours.indicator("all", "number")
    ours.report("all", sum(numbers[each] for each in AGES) if whole is None else whole)
    for name, number in numbers.items():
        ours.indicator(name, "number", part_of="all")
        ours.report(name, number)
    return ours


def found_by_whoever_knows_the_names(numbers, unseen: set[str]) -> set[str]:
    """What follows from "ages make all" and "sexes make all", as long as anything does."""
    known = {"all", *numbers} - unseen
    while True:
        more = {
            next(iter(missing))
            for parts in (AGES, SEXES)
            if len(missing := {"all", *parts} - known) == 1
        }
        if not more:
            return known & unseen
        known |= more


@given(partnerships())
def test_no_small_number_is_found_by_age_or_by_sex(numbers):
    ours = reported(numbers)
    unseen, secret = hidden(ours), small(ours)

    assert found_by_whoever_knows_the_names(numbers, unseen) & secret == set()


@given(partnerships())
def test_whoever_hides_the_small_ones_only_gives_some_away(numbers):
    """So that the test above can fail."""
    secret = small(reported(numbers))
    assume(len(secret) == 1)

    assert found_by_whoever_knows_the_names(numbers, secret) == secret


@given(partnerships(), st.integers(0, 5))
def test_which_small_number_it_is_makes_no_difference(numbers, other):
    whole = sum(numbers[each] for each in AGES)

    assert hidden(reported(numbers | {"young": other}, whole)) == hidden(reported(numbers, whole))
