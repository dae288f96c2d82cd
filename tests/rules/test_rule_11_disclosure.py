"""Rule 11: telling no one's secret."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.disclosure import (
    Audience,
    Cumulative,
    Disclosable,
    PartOf,
    SameFate,
    Thresholds,
    is_small,
    masked_keys,
    sees_all,
)
from indicators.values import Figure, Unit

USUAL = Thresholds()


def share(n, d, **facts):
    return Disclosable(Figure(n, d), **facts)


def count(value, **facts):
    return Disclosable(Figure(value=Decimal(value), unit=Unit.NUMBER), **facts)


def typed(value, unit=Unit.PERCENTAGE, **facts):
    return Disclosable(Figure(value=Decimal(value), unit=unit), **facts)


# Who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "board_sees_all", "sees"),
    [
        (Audience.OFFICER, True, True),
        (Audience.OFFICER, False, True),
        (Audience.BOARD, True, True),
        (Audience.BOARD, False, False),
        (Audience.PUBLIC, True, False),
        (Audience.PUBLIC, False, False),
    ],
)
def test_officers_see_all_the_board_by_a_setting_the_public_never(audience, board_sees_all, sees):
    assert sees_all(audience, board_sees_all=board_sees_all) == sees


def test_the_board_sees_all_unless_told():
    assert sees_all(Audience.BOARD)


# One figure for its own sake ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "small"),
    [
        pytest.param(share(5, 40), True, id="numerator 5"),
        pytest.param(share(6, 40), False, id="numerator 6"),
        pytest.param(share(0, 40), True, id="numerator 0 too"),
        pytest.param(share(35, 40), True, id="denominator less numerator 5"),
        pytest.param(share(34, 40), False, id="denominator less numerator 6"),
        pytest.param(share(40, 40), True, id="all of them"),
        pytest.param(share(6, 12), False, id="6 of 12"),
        pytest.param(Disclosable(Figure(denominator=10, value=Decimal(60))), True, id="of 10"),
        pytest.param(share(0, 0), True, id="no cohort"),
        pytest.param(count(5), True, id="a plain count of people of 5"),
        pytest.param(count(6), False, id="a plain count of people of 6"),
        pytest.param(count(0), True, id="a plain count of nobody"),
        pytest.param(count("4.5"), True, id="an average number of people"),
        pytest.param(count(5, of_people=False), False, id="5 visits"),
        pytest.param(count(60, low=5, high=70), True, id="a count's low forecast of 5"),
        pytest.param(count(60, low=50, high=70), False, id="a count's forecast between"),
        pytest.param(share(12, 40, low=5), True, id="a low forecast of 5"),
        pytest.param(share(12, 40, low=6, high=34), False, id="a forecast between"),
        pytest.param(share(12, 40, high=35), True, id="a high forecast that leaves 5"),
        pytest.param(typed("2.4"), True, id="a percentage without counts, as the baseline"),
        pytest.param(typed("2.4", already_public=True), False, id="already public"),
        pytest.param(typed("2.4", of_people=False), False, id="a percentage of things"),
        pytest.param(typed("2.4", already_public=True, low=3), True, id="public, its forecast not"),
        pytest.param(typed("2.4", already_public=True, low=5), True, id="its forecast of 5"),
        pytest.param(typed("2.4", already_public=True, low=6), False, id="its forecast of 6"),
        pytest.param(typed("17.8", Unit.RATE), True, id="a rate of people without counts"),
        pytest.param(typed("17.8", Unit.DAYS), False, id="days"),
        pytest.param(typed("3", Unit.POUNDS), False, id="pounds"),
        pytest.param(Disclosable(Figure(5, 1500, unit=Unit.RATE, per=1000)), True, id="rate, 5"),
        pytest.param(Disclosable(Figure(6, 1500, unit=Unit.RATE, per=1000)), False, id="rate, 6"),
        pytest.param(
            Disclosable(Figure(20, 22, unit=Unit.RATE, per=10)),
            False,
            id="a rate leaves nobody over",
        ),
        pytest.param(
            Disclosable(Figure(20, 10, unit=Unit.RATE, per=10)), True, id="a rate of a base of 10"
        ),
        pytest.param(Disclosable(Figure(84, 11, unit=Unit.DAYS)), False, id="days for each of 11"),
        pytest.param(Disclosable(Figure(84, 10, unit=Unit.DAYS)), True, id="days for each of 10"),
        pytest.param(Disclosable(None), False, id="no figure"),
        pytest.param(share(5, 40, already_public=True), True, id="counts are never called public"),
        pytest.param(
            Disclosable(Figure(value=Decimal(50), denominator=40)),
            True,
            id="a percentage of a known cohort without its numerator",
        ),
    ],
)
def test_which_figures_are_small(item, small):
    assert is_small(item, USUAL) == small


@pytest.mark.parametrize(
    ("thresholds", "item", "small"),
    [
        (Thresholds(numerator=7), share(7, 40), True),
        (Thresholds(numerator=4), share(5, 40), False),
        (Thresholds(remainder=7), share(33, 40), True),
        (Thresholds(denominator=20), share(10, 20), True),
        (Thresholds(denominator=5), share(6, 12), False),
        (Thresholds(count=7), count(7), True),
        (Thresholds(count=4), count(5), False),
    ],
)
def test_thresholds_are_a_setting(thresholds, item, small):
    assert is_small(item, thresholds) == small


# Figures together -----------------------------------------------------------------------------


def masked(figures, *relations):
    return set(masked_keys(figures, relations, USUAL))


FAMILY = PartOf("all", ("girls", "boys", "others"))


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        pytest.param({"all": 60, "girls": 20, "boys": 30, "others": 10}, "", id="nothing small"),
        pytest.param(
            {"all": 43, "girls": 3, "boys": 30, "others": 10},
            "all girls others",
            id="a small part hides the total, and the last part for it",
        ),
        pytest.param(
            {"all": 53, "girls": 20, "boys": 30, "others": 3}, "all others", id="the last part"
        ),
        pytest.param(
            {"all": 5, "girls": 1, "boys": 3, "others": 1}, "all boys girls others", id="all small"
        ),
    ],
)
def test_a_masked_part_cannot_be_found_from_the_total(figures, hidden):
    assert masked({key: count(n) for key, n in figures.items()}, FAMILY) == set(hidden.split())


def test_a_masked_total_cannot_be_added_up_from_its_parts():
    figures = {"all": typed("35"), "girls": share(8, 20), "boys": share(10, 30)}

    assert masked(figures, PartOf("all", ("girls", "boys"))) == {"all", "boys"}


def test_what_hides_a_total_hides_the_totals_above_it_and_a_part_beside():
    figures = {key: count(n) for key, n in {"a": 3, "b": 30, "ab": 33, "c": 20, "abc": 53}.items()}
    relations = [PartOf("abc", ("ab", "c")), PartOf("ab", ("a", "b"))]

    assert masked(figures, *relations) == {"a", "b", "ab", "c", "abc"}


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        pytest.param({"all": count(20), "girls": count(15)}, "all", id="five left"),
        pytest.param({"all": count(21), "girls": count(15)}, "", id="six left"),
        pytest.param({"all": share(20, 60), "girls": share(12, 40)}, "", id="8 of 20 left"),
        pytest.param({"all": share(20, 60), "girls": share(15, 40)}, "all", id="5 of 20 left"),
        pytest.param({"all": share(34, 60), "girls": share(19, 40)}, "all", id="15 of 20 left"),
        pytest.param({"all": share(20, 50), "girls": share(12, 40)}, "all", id="8 of 10 left"),
        pytest.param({"all": share(20, 60), "girls": share(12, 60)}, "", id="8 of the same 60"),
        pytest.param({"all": share(20, 60), "girls": share(15, 60)}, "all", id="5 of the same 60"),
        pytest.param(
            {"all": count(20, of_people=False), "girls": count(15, of_people=False)},
            "",
            id="five things",
        ),
        pytest.param(
            {"all": count(20), "girls": typed("40", already_public=True)},
            "",
            id="a part without counts",
        ),
        pytest.param({"all": count(3), "girls": count(15)}, "all", id="a small total"),
        pytest.param({"all": count(20), "girls": Disclosable(None)}, "", id="no part is known"),
        pytest.param({"all": Disclosable(None), "girls": count(15)}, "", id="no total is known"),
    ],
)
def test_what_is_left_for_a_part_that_is_not_known_is_a_small_number_too(figures, hidden):
    assert masked(figures, PartOf("all", ("girls",), complete=False)) == set(hidden.split())


def test_parts_reported_after_the_total_are_hidden_together():
    figures = {key: count(n) for key, n in {"all": 60, "girls": 20, "boys": 3, "x": 37}.items()}
    breakdown = PartOf("all", ("girls", "boys", "x", "y"), ("boys", "x"), complete=False)

    assert masked(figures | {"y": Disclosable(None)}, breakdown) >= {"all", "boys", "x"}
    assert "girls" not in masked(figures | {"y": Disclosable(None)}, breakdown)


def test_figures_without_a_relation_do_not_touch_each_other():
    assert masked({"a": count(3), "b": count(30)}) == {"a"}


def test_one_cohort_has_one_fate():
    figures = {"NI 99": share(20, 42), "NI 100": share(19, 42), "NI 101": share(3, 42)}
    cohort = SameFate(frozenset(figures))

    assert masked(figures, cohort) == set(figures)
    assert masked(figures | {"NI 101": share(13, 42)}, cohort) == set()


def test_an_earlier_release_does_not_tell_what_a_later_one_masks():
    figures = {"release 1": share(6, 40), "release 2": share(5, 40)}

    assert masked(figures, SameFate(frozenset(figures))) == set(figures)


def test_revisions_of_unmasked_figures_are_no_leak():
    figures = {"provisional": share(12, 40), "final": share(13, 40)}

    assert masked(figures) == set()


YEAR = Cumulative(("Q1", "Q2", "Q3", "Q4"))


def year(*figures):
    return dict(zip(YEAR.quarters, figures, strict=True))


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        pytest.param([count(n) for n in (10, 20, 30, 40)], "", id="ten each quarter"),
        pytest.param(
            [count(n) for n in (10, 15, 30, 40)], "Q2 Q3 Q4", id="five in Q2 alone, then the rest"
        ),
        pytest.param([count(n) for n in (10, 16, 30, 40)], "", id="six in Q2 alone"),
        pytest.param([count(n) for n in (10, 20, 30, 30)], "Q4", id="none in Q4 alone"),
        pytest.param([count(n) for n in (10, 20, 8, 40)], "Q3 Q4", id="a fall in Q3"),
        pytest.param([count(n) for n in (3, 20, 30, 40)], "Q1 Q2 Q3 Q4", id="a small beginning"),
        pytest.param(
            [count(n, of_people=False) for n in (10, 11, 12, 13)], "", id="things and not people"
        ),
        pytest.param(
            [share(n, 60) for n in (10, 20, 25, 40)], "Q3 Q4", id="five more of one cohort"
        ),
        pytest.param(
            [share(8, 20), share(16, 40), share(24, 60), share(32, 80)], "", id="a growing cohort"
        ),
        pytest.param(
            [share(8, 20), share(16, 40), share(21, 60), share(32, 80)],
            "Q3 Q4",
            id="five of the twenty that came in Q3",
        ),
        pytest.param(
            [share(8, 20), share(16, 30), share(24, 60), share(32, 80)],
            "Q2 Q3 Q4",
            id="ten that came in Q2",
        ),
        pytest.param(
            [share(8, 20), share(23, 40), share(31, 60), share(39, 80)],
            "Q2 Q3 Q4",
            id="all but five of those that came in Q2",
        ),
        pytest.param(
            [count(10), Disclosable(None), count(15), count(40)],
            "Q3 Q4",
            id="five since the last one there is",
        ),
        pytest.param(
            [count(10), count(20), Disclosable(None), Disclosable(None)], "", id="half a year"
        ),
        pytest.param(
            [share(8, 20), typed("40", already_public=True), share(24, 60), share(32, 80)],
            "",
            id="one without counts, that is public",
        ),
    ],
)
def test_cumulative_quarters_do_not_tell_a_small_quarter(figures, hidden):
    assert masked(year(*figures), YEAR) == set(hidden.split())


def test_a_quarter_reported_after_a_later_one_is_hidden_with_it():
    figures = year(*[count(n) for n in (10, 27, 30, 40)])

    assert masked(figures, Cumulative(YEAR.quarters, frozenset({"Q2"}))) == {"Q2", "Q3", "Q4"}


def test_a_quarter_masked_for_another_reason_hides_the_later_ones_of_its_year():
    figures = year(*[count(n) for n in (10, 20, 30, 40)]) | {"other": count(3)}

    assert masked(figures, YEAR, SameFate(frozenset({"Q2", "other"}))) == {
        "Q2",
        "Q3",
        "Q4",
        "other",
    }


def test_thresholds_hold_between_quarters_too():
    figures = year(*[count(n) for n in (10, 17, 30, 40)])

    assert masked_keys(figures, [YEAR], Thresholds(numerator=7)) == {"Q2", "Q3", "Q4"}


# Non-interference -----------------------------------------------------------------------------

KEYS = "abcdef"
SHARES = st.integers(0, 30).flatmap(
    lambda d: st.integers(0, d).map(lambda n: Disclosable(Figure(n, d)))
)
COUNTS = st.integers(0, 30).map(count)
ITEMS = SHARES | COUNTS | st.just(typed("2.4")) | st.just(typed("2.4", already_public=True))
PERMUTED = st.permutations(KEYS)
RELATIONS = st.lists(
    st.one_of(
        PERMUTED.map(lambda keys: PartOf(keys[0], tuple(keys[1:3]))),
        PERMUTED.map(lambda keys: PartOf(keys[0], tuple(keys[1:4]))),
        PERMUTED.map(lambda keys: PartOf(keys[0], tuple(keys[1:4]), complete=False)),
        PERMUTED.map(lambda keys: PartOf(keys[0], tuple(keys[1:4]), tuple(keys[2:3]), False)),
        PERMUTED.map(lambda keys: SameFate(frozenset(keys[:2]))),
        PERMUTED.map(lambda keys: Cumulative(tuple(keys[:4]))),
        PERMUTED.map(lambda keys: Cumulative(tuple(keys[:4]), frozenset(keys[:1]))),
    ),
    max_size=3,
)
TABLES = st.fixed_dictionaries(dict.fromkeys(KEYS, ITEMS))


@settings(max_examples=200)
@given(TABLES, TABLES, RELATIONS, st.sets(st.sampled_from(KEYS), min_size=1))
def test_a_masked_figure_counts_only_through_being_masked(figures, others, relations, changed):
    """Any masked figures changed into any other masked figures: the same are masked."""
    before = masked_keys(figures, relations, USUAL)
    changed &= before
    assume(changed)
    now = figures | {key: others[key] for key in changed}
    after = masked_keys(now, relations, USUAL)
    assume(changed <= after)

    assert after == before


@given(TABLES, RELATIONS)
def test_every_small_figure_is_masked(figures, relations):
    small = {key for key, item in figures.items() if is_small(item, USUAL)}

    assert small <= masked_keys(figures, relations, USUAL)


@given(TABLES, RELATIONS, RELATIONS)
def test_knowing_of_more_relations_never_masks_less(figures, relations, more):
    assert masked_keys(figures, relations, USUAL) <= masked_keys(
        figures, [*relations, *more], USUAL
    )


@given(TABLES, RELATIONS.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_relations_does_not_matter(figures, relations):
    one, other = relations

    assert masked_keys(figures, one, USUAL) == masked_keys(figures, other, USUAL)


# The attacker ---------------------------------------------------------------------------------
# Knows what is shown, that parts add up to their totals, and the rule; tries every number.

SMALL = 2  # as the threshold, so that every number can be tried
TINY = Thresholds(numerator=SMALL, remainder=SMALL, denominator=SMALL, count=SMALL)


class Table:
    """Cells, and totals that are sums of cells; two rows and two columns, or a line of cells."""

    def __init__(self, cells, totals, most):
        self.cells, self.totals, self.most = cells, totals, most

    def filled(self, numbers):
        values = dict(zip(self.cells, numbers, strict=True))
        return values | {
            total: sum(values[each] for each in of) for total, of in self.totals.items()
        }

    def relations(self):
        relations = [PartOf(total, of) for total, of in self.totals.items()]
        if "grand" in self.totals:
            relations = [each for each in relations if each.total != "grand"]
            relations += [PartOf("grand", ("row 1", "row 2")), PartOf("grand", ("col 1", "col 2"))]
        return relations

    def figures(self, values):
        return {key: count(value) for key, value in values.items()}


LINE = Table(("a", "b", "c"), {"total": ("a", "b", "c")}, most=14)
SQUARE = Table(
    ("a", "b", "c", "d"),
    {
        "row 1": ("a", "b"),
        "row 2": ("c", "d"),
        "col 1": ("a", "c"),
        "col 2": ("b", "d"),
        "grand": ("a", "b", "c", "d"),
    },
    most=9,
)


def found_by_an_attacker(table, values, hidden):
    """For each hidden figure, every number it may have, as far as what is shown can tell."""
    shown = {key: value for key, value in values.items() if key not in hidden}
    room = {key: set() for key in hidden}
    for numbers in product(range(table.most), repeat=len(table.cells)):
        tried = table.filled(numbers)
        if all(tried[key] == value for key, value in shown.items()):
            for key in hidden:
                room[key].add(tried[key])
    return room


def small_only(table, values):
    return {key for key, item in table.figures(values).items() if is_small(item, TINY)}


@pytest.mark.parametrize(
    ("table", "numbers"),
    [pytest.param(LINE, (1, 6, 7), id="line"), pytest.param(SQUARE, (1, 6, 7, 5), id="square")],
)
def test_masking_small_figures_alone_is_broken(table, numbers):
    values = table.filled(numbers)
    room = found_by_an_attacker(table, values, small_only(table, values))

    assert room == {"a": {1}}


def assert_nothing_is_found(table, numbers):
    values = table.filled(numbers)
    small = small_only(table, values)
    hidden = masked_keys(table.figures(values), table.relations(), TINY)
    room = found_by_an_attacker(table, values, hidden)

    for key in hidden:
        assert len(room[key]) > 1, f"{key} of {values} is found from {values.keys() - hidden}"
    for key in small:
        assert room[key] >= set(range(SMALL + 1)), f"{key} of {values} is narrowed to {room[key]}"


@given(st.tuples(*[st.integers(0, 13)] * 3))
def test_masking_what_would_give_them_back_is_not_broken_in_a_line(numbers):
    assert_nothing_is_found(LINE, numbers)


@settings(max_examples=25)
@given(st.tuples(*[st.integers(0, 8)] * 4))
def test_masking_what_would_give_them_back_is_not_broken_in_a_square(numbers):
    assert_nothing_is_found(SQUARE, numbers)


@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_cumulative_quarters_leave_an_attacker_the_room_of_the_rule(steps):
    """Knows that nothing falls within the year. No quarter's own small number is found."""
    values = [sum(steps[: index + 1]) for index in range(4)]
    figures = year(*[count(value) for value in values])
    hidden = masked_keys(figures, [YEAR], TINY)
    shown = {index: values[index] for index, key in enumerate(YEAR.quarters) if key not in hidden}

    possible = [
        tried
        for tried in product(range(7), repeat=4)
        if all(sum(tried[: index + 1]) == value for index, value in shown.items())
    ]

    for index, step in enumerate(steps):
        if step <= SMALL:
            assert {tried[index] for tried in possible} >= set(range(SMALL + 1))
