"""Rule 11: "officers (and a plan's own people) see all"; of other plans, what others read."""

import random

import numpy as np
import pytest

from reports.disclosure.masking import Key, small_figures
from reports.disclosure.puzzles import Earlier, Numbers, OwnPeople
from reports.disclosure.recovering import findings, hidden_keys, idle, mended
from tests.rules.partnership import QUARTER, USUAL, Partnership, hidden, small


def total_and_parts(unit="number", **figures) -> Partnership:
    """A total, "all", and its parts."""
    ours = Partnership()
    for name, given in figures.items():
        ours.indicator(name, unit, part_of="" if name == "all" else "all")
        ours.report(name, given)
    return ours


def people_of(ours: Partnership, *plans: str) -> Earlier:
    """Who works on plans A, B and so on, each as the names of what it delivers: "all girls"."""
    return Earlier(
        own_people=[
            OwnPeople((letter,), frozenset(ours.indicators[each].id for each in plan.split()))
            for letter, plan in zip("ABC", plans, strict=False)
        ]
    )


@pytest.mark.parametrize(
    ("figures", "plans", "also"),
    [
        pytest.param(
            {"all": 25, "girls": 2, "boys": 3, "x": 20},
            ["girls", "all boys x"],
            "all",
            id="from the total, with their own small part",
        ),
        pytest.param(
            {"all": 25, "girls": 2, "boys": 3, "x": 20},
            ["all girls boys x"],
            "",
            id="all of one plan: nobody reads a part of it only",
        ),
        pytest.param(
            {"all": 25, "girls": 2, "boys": 3, "x": 20},
            [],
            "",
            id="nobody reads any of it in full: two small parts hide each other",
        ),
        pytest.param(
            {"all": 27, "girls": 2, "boys": 5, "x": 4, "y": 16},
            ["girls", "all boys x y"],
            "",
            id="two others, each of which could be several numbers",
        ),
        pytest.param(
            {"all": 47, "girls": 2, "boys": 4, "x": 4, "y": 37},
            ["girls boys", "x all"],
            "all",
            id="with two parts of their own, from the total",
        ),
        pytest.param(
            {"all": 43, "girls": 20, "boys": 12, "x": 11},
            ["girls", "all boys x"],
            "",
            id="nothing small",
        ),
    ],
)
def test_what_a_plans_own_people_could_work_out_is_hidden(figures, plans, also):
    ours = total_and_parts(**figures)

    found = ours.names(hidden_keys(ours.facts(), USUAL, (), people_of(ours, *plans)))

    assert found - hidden(ours) == set(also.split())
    assert small(ours) <= found


SHARES = {"all": (12, 60), "girls": (2, 30), "boys": (4, 20), "x": (6, 10)}
ONE_COHORT = {"all": (29, 60), "girls": (2, 60), "boys": (3, 60), "x": (24, 60)}


@pytest.mark.parametrize(
    ("cohort", "plans", "also"),
    [
        pytest.param(SHARES, [], "", id="three hide each other"),
        pytest.param(SHARES, ["girls"], "", id="two others hide each other"),
        pytest.param(SHARES, ["boys x"], "all", id="theirs are two of three"),
        pytest.param(SHARES, ["girls all"], "", id="of the total, with one of three"),
        pytest.param(ONE_COHORT, [], "", id="two small ones of one cohort hide each other"),
        pytest.param(ONE_COHORT, ["girls"], "all", id="theirs is one of two small ones"),
        pytest.param(
            ONE_COHORT | {"y": (4, 60), "all": (33, 60)},
            ["girls"],
            "",
            id="of two others they know the cohort only, which is theirs",
        ),
    ],
)
def test_nor_is_it_found_of_shares(cohort, plans, also):
    ours = total_and_parts("percentage", **cohort)
    everything = hidden_keys(ours.facts(), USUAL, (), people_of(ours, *plans))

    assert ours.names(everything) == hidden(ours) | set(also.split()) - {""}


def test_the_officer_reads_who_could_work_it_out_and_from_what():
    ours = total_and_parts(all=25, girls=2, boys=3, x=20)

    (found,) = findings(ours.facts(), USUAL, (), people_of(ours, "girls", "all x"))

    assert found.sentences == (
        "Boys for 2009/10 Quarter 4 could be worked out as 3, from all for 2009/10 Quarter 4, "
        "x for 2009/10 Quarter 4 and girls for 2009/10 Quarter 4, by whoever works on plan A and "
        "reads girls for 2009/10 Quarter 4 in full.",
    )
    assert {way.figures for way in found.ways} == {
        "all for 2009/10 Quarter 4",
        "x for 2009/10 Quarter 4",
    }


def test_where_they_read_all_of_it_in_full_that_is_said_and_nothing_else_is_hidden():
    ours = total_and_parts(all=25, girls=2, boys=3, x=20)
    earlier = people_of(ours, "all girls x")

    found = mended(ours.facts(), USUAL, (), earlier)

    assert (found.added, found.left) == ({}, [])
    (said,) = found.by_own_people
    assert said.startswith("Boys for 2009/10 Quarter 4 could be worked out as 3, from")
    assert said.endswith("They read these in full, or earlier releases showed them.")


def test_what_earlier_releases_told_of_the_others_is_counted():
    ours = total_and_parts(all=25, girls=2, boys=3, x=20)
    earlier = people_of(ours, "girls", "all x")
    keys = {row.code: Key(row.id, QUARTER, QUARTER) for row in ours.indicators.values()}
    told = {
        keys[each]: [Numbers(None, None, count)] for each, count in (("all", "25"), ("x", "20"))
    }

    found = mended(ours.facts(), USUAL, (), earlier._replace(told=told))

    assert (found.added, found.left) == ({}, [])
    assert len(found.by_own_people) == 1


def test_what_is_hidden_for_them_stays_hidden_as_long_as_it_is_needed():
    ours = total_and_parts(all=25, girls=2, boys=3, x=20)
    (total,) = (each for each in _keys(ours) if ours.name(each) == "all")

    assert idle(ours.facts(), USUAL, [total], people_of(ours, "girls")) == frozenset()
    assert idle(ours.facts(), USUAL, [total], people_of(ours)) == {total}


def test_what_is_hidden_for_them_tells_nothing_of_their_own_figures():
    """Another hidden figure in the place of theirs changes nothing that is hidden."""
    found = set()
    for girls in range(6):
        ours = total_and_parts(all=25, girls=girls, boys=3, x=20)
        earlier = people_of(ours, "girls", "all boys x")
        found.add(frozenset(ours.names(hidden_keys(ours.facts(), USUAL, (), earlier))))

    assert found == {frozenset({"all", "girls", "boys"})}


def test_of_made_up_partnerships_no_plan_works_out_anothers_small_figure():
    """By linear algebra of its own: is a number fixed by those they know?"""
    for seed in range(40):
        chance = random.Random(seed)
        names = ["all", "a", "b", "c", "aa", "ab", "ac"]
        ours = Partnership()
        counts = {each: chance.choice([1, 2, 3, 4, 5, 8, 14, 21]) for each in names[2:]}
        counts["a"] = sum(counts[each] for each in ("aa", "ab", "ac"))
        counts["all"] = sum(counts[each] for each in ("a", "b", "c"))
        for each in names:
            part_of = "" if each == "all" else "a" if len(each) == 2 else "all"
            ours.indicator(each, part_of=part_of)
            ours.report(each, counts[each])
        plan = {each: chance.choice("ABC") for each in names}
        plans = [" ".join(each for each in names if plan[each] == one) for one in "ABC"]
        earlier = people_of(ours, *plans)

        concealed = hidden_keys(ours.facts(), USUAL, (), earlier)
        masked = ours.names(concealed)
        unmendable = mended(ours.facts(), USUAL, concealed, earlier).by_own_people

        for one in "ABC":
            known = {each for each in names if plan[each] == one or each not in masked}
            for asked in small(ours) - known:
                if _follows(asked, known, names):
                    said = [each for each in unmendable if each.lower().startswith(f"{asked} for")]
                    assert said, f"{seed}: {one} works out {asked}"
                    own = {each for each in names if plan[each] == one}
                    assert _follows(asked, own, names), f"{seed}: something could be hidden for it"


def _follows(asked: str, known: set[str], names: list[str]) -> bool:
    """Whether the number asked about is fixed by the known ones and the two sums."""
    sums = [("all", "a", "b", "c"), ("a", "aa", "ab", "ac")]
    rows = [
        [1 if each == total else -1 if each in parts else 0 for each in names]
        for total, *parts in sums
    ]
    rows += [[int(each == one) for each in names] for one in known]
    wanted = [int(each == asked) for each in names]
    return np.linalg.matrix_rank(rows) == np.linalg.matrix_rank([*rows, wanted])


def _keys(ours: Partnership):
    facts = ours.facts()
    return [*small_figures(facts, USUAL), *(Key(each, QUARTER, QUARTER) for each in facts.actuals)]
