"""Rule 15: markers in other people's files are never a number."""

from decimal import Decimal

import pytest

from indicators.markers import FormulaError, MarkerMeaning, read_marker
from indicators.values import NotANumber, read_number

SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE, ROUNDS_TO_ZERO, NOT_SET = MarkerMeaning
MARKERS = [
    ("x", [SUPPRESSED, NOT_AVAILABLE]),
    ("c", [SUPPRESSED]),
    ("z", [NOT_APPLICABLE]),
    ("k", [ROUNDS_TO_ZERO]),
    ("-", [ROUNDS_TO_ZERO, NOT_AVAILABLE, NOT_APPLICABLE]),
    (":", [NOT_AVAILABLE, NOT_APPLICABLE]),
    ("*", [SUPPRESSED, ROUNDS_TO_ZERO]),
    ("SUPP", [SUPPRESSED]),
    ("NA", [NOT_AVAILABLE, NOT_APPLICABLE]),
    ("N/A", [NOT_AVAILABLE, NOT_APPLICABLE]),
    ("..", [NOT_AVAILABLE]),
    ("[c]", [SUPPRESSED]),
    ("[x]", [NOT_AVAILABLE]),
    ("Not set", [NOT_SET]),
    (" ", [NOT_AVAILABLE, NOT_APPLICABLE, NOT_SET]),
]


@pytest.mark.parametrize(("written", "meanings"), MARKERS)
def test_a_marker_is_kept_as_written_and_given_its_meanings(written, meanings):
    marker = read_marker(written)

    assert marker.written == written
    assert list(marker.meanings) == meanings
    assert marker.meaning == meanings[0]


@pytest.mark.parametrize("written", [each for each, _ in MARKERS])
def test_a_marker_is_never_a_number(written):
    with pytest.raises(NotANumber):
        read_number(written)


@pytest.mark.parametrize(("written", "meanings"), MARKERS)
def test_the_person_confirms_where_a_marker_has_had_several_meanings(written, meanings):
    marker = read_marker(written)

    assert marker.is_ambiguous == (len(meanings) > 1)
    assert bool(marker.question) == marker.is_ambiguous


def test_the_question_names_the_meanings():
    assert (
        read_marker("x").question == '"x" has meant suppressed or not available: which is it here?'
    )
    assert (
        read_marker(" ").question
        == "A lone space has meant not available, not applicable or not set: which is it here?"
    )


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("X", SUPPRESSED),
        ("supp", SUPPRESSED),
        ("n/a", NOT_AVAILABLE),
        ("NOT SET", NOT_SET),
        (" c ", SUPPRESSED),
        ("\u00a0", NOT_AVAILABLE),
        ("  ", NOT_AVAILABLE),
    ],
)
def test_case_and_spaces_around_do_not_matter(written, meaning):
    assert read_marker(written).meaning == meaning


@pytest.mark.parametrize(
    "cell", ["", "17.8", "none", "xx", "[z]", "\n", None, 0, 17.8, Decimal(5), True]
)
def test_what_is_no_marker_is_left_to_others(cell):
    assert read_marker(cell) is None


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", " #div/0! "])
def test_a_formulas_error_is_an_error_at_its_cell(error):
    with pytest.raises(FormulaError) as refused:
        read_marker(error)

    assert (
        str(refused.value)
        == f"{error.strip()} is a formula's error: mend the formula, or write the figure"
    )
