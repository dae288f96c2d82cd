"""Rule 13, risks: the scale, its bands, movement, and what stands unreviewed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.standing import Stands, stands_at
from risks.scale import (
    DEFAULT_SCALE,
    Assessment,
    Band,
    Movement,
    NotOnTheScale,
    RiskState,
    Scale,
    movement_words,
)

WORDS = ("Nil", "Low", "Medium", "High")
LOW, MEDIUM, HIGH = Band
OPEN, CLOSED = RiskState


def test_the_default_words_are_the_seeds_on_both_lists():
    assert DEFAULT_SCALE.impact == DEFAULT_SCALE.likelihood == WORDS


@pytest.mark.parametrize(
    ("impact", "bands"),
    [
        ("Nil", [LOW, LOW, LOW, LOW]),
        ("Low", [LOW, LOW, LOW, MEDIUM]),
        ("Medium", [LOW, LOW, MEDIUM, HIGH]),
        ("High", [LOW, MEDIUM, HIGH, HIGH]),
    ],
)
def test_every_cell_has_a_band(impact, bands):
    assert [DEFAULT_SCALE.band(impact, likelihood) for likelihood in WORDS] == bands


@pytest.mark.parametrize(("impact", "likelihood"), [("", "High"), ("High", ""), ("", "")])
def test_blank_is_not_rated_and_has_no_band(impact, likelihood):
    assert DEFAULT_SCALE.band(impact, likelihood) is None


def test_nil_is_a_rating():
    assert DEFAULT_SCALE.band("Nil", "Medium") == LOW
    assert DEFAULT_SCALE.read_impact("nil") == "Nil"


@pytest.mark.parametrize(
    ("written", "word"), [("HIGH", "High"), (" low ", "Low"), ("", ""), (" ", "")]
)
def test_ratings_are_read_in_any_case(written, word):
    assert DEFAULT_SCALE.read_impact(written) == word
    assert DEFAULT_SCALE.read_likelihood(written) == word


def test_a_word_off_the_scale_is_refused_naming_the_words():
    with pytest.raises(NotOnTheScale) as impact:
        DEFAULT_SCALE.read_impact("Severe")
    with pytest.raises(NotOnTheScale) as likelihood:
        DEFAULT_SCALE.read_likelihood("5")

    assert (
        str(impact.value)
        == '"Severe" is not a rating of impact: write Nil, Low, Medium, High, or nothing'
    )
    assert str(likelihood.value).startswith('"5" is not a rating of likelihood')


@pytest.mark.parametrize(
    "bands",
    [
        pytest.param(((LOW, HIGH),), id="too few impacts"),
        pytest.param(((LOW,), (HIGH,)), id="too few likelihoods"),
        pytest.param(((LOW, LOW), (LOW,)), id="one missing"),
    ],
)
def test_a_scale_needs_a_band_for_every_cell(bands):
    with pytest.raises(ValueError, match=r"^A scale needs a band for every impact and likelihood"):
        Scale(("Low", "High"), ("Low", "High"), bands)


@pytest.mark.parametrize(
    ("before", "now", "movement"),
    [
        pytest.param(None, Assessment("Low", "Low"), Movement.NEW, id="new"),
        pytest.param(
            Assessment("Low", "Medium"), Assessment("Low", "Medium"), Movement.SAME, id="same"
        ),
        pytest.param(
            Assessment("Low", "Medium"), Assessment("Medium", "Medium"), Movement.UP, id="up a band"
        ),
        pytest.param(
            Assessment("Nil", "Low"), Assessment("Low", "Low"), Movement.UP, id="up within its band"
        ),
        pytest.param(
            Assessment("Low", "Low"), Assessment("Low", "Nil"), Movement.DOWN, id="down within it"
        ),
        pytest.param(
            Assessment("High", "High"), Assessment("Low", "High"), Movement.DOWN, id="down a band"
        ),
        pytest.param(
            Assessment("Low", "Medium"),
            Assessment("Medium", "Low"),
            Movement.SAME,
            id="as much up as down",
        ),
        pytest.param(
            Assessment("Nil", "High"),
            Assessment("Medium", "Medium"),
            Movement.UP,
            id="the band comes first",
        ),
        pytest.param(
            Assessment("Low", "Low"),
            Assessment("High", "High", CLOSED),
            Movement.CLOSED,
            id="closed",
        ),
        pytest.param(
            Assessment("Low", "Low", CLOSED),
            Assessment("Low", "Low"),
            Movement.REOPENED,
            id="reopened",
        ),
        pytest.param(
            Assessment("Low", "Low", CLOSED),
            Assessment("Low", "Low", CLOSED),
            Movement.SAME,
            id="still closed",
        ),
        pytest.param(Assessment("", ""), Assessment("Low", "Low"), None, id="was not rated"),
        pytest.param(Assessment("Low", "Low"), Assessment("", "Low"), None, id="is not rated"),
    ],
)
def test_movement_since_the_assessment_before(before, now, movement):
    assert DEFAULT_SCALE.movement(before, now) == movement


def test_a_scale_may_have_other_words_and_shapes():
    scale = Scale(
        impact=("Minor", "Major"),
        likelihood=("Rare", "Likely", "Almost certain"),
        bands=((LOW, LOW, MEDIUM), (LOW, HIGH, HIGH)),
    )
    before, now = Assessment("Minor", "Almost certain"), Assessment("Major", "Rare")

    assert scale.band("Major", "Likely") == HIGH
    assert scale.read_likelihood(" almost \n certain") == "Almost certain"
    assert scale.movement(before, now) == Movement.DOWN


def test_the_fused_row_of_the_seed_is_two_risks_of_different_impact():
    flu, numbers = Assessment("Nil", "Medium"), Assessment("Low", "Medium")

    assert DEFAULT_SCALE.severity(flu) < DEFAULT_SCALE.severity(numbers)


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_more_impact_or_likelihood_is_never_a_lower_band(impact, likelihood):
    def band(one, other):
        return list(Band).index(DEFAULT_SCALE.band(one, other))

    for worse in WORDS[WORDS.index(impact) :]:
        assert band(worse, likelihood) >= band(impact, likelihood)
    for worse in WORDS[WORDS.index(likelihood) :]:
        assert band(impact, worse) >= band(impact, likelihood)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (("Medium", "Medium"), ("High", "Low"), "same level: impact up, likelihood down"),
        (("High", "Low"), ("Medium", "Medium"), "same level: impact down, likelihood up"),
        (("Medium", "Low"), ("Medium", "Low"), "no change since 2009/10 Quarter 2"),
    ],
)
def test_what_turned_on_the_same_level_is_said(was, now, said):
    was, now = Assessment(*was), Assessment(*now)
    assert DEFAULT_SCALE.movement(was, now) == Movement.SAME
    assert movement_words(Movement.SAME, "2009/10 Q2", was, now) == said


# What stands in a quarter that said nothing ---------------------------------------------------

RECORDS = {"2009/10 Q2": "second", "2008/09 Q4": "first"}


@pytest.mark.parametrize(
    ("quarter", "stands"),
    [
        pytest.param("2008/09 Q3", None, id="nothing yet"),
        pytest.param("2008/09 Q4", Stands("first", "2008/09 Q4", True, None), id="the first"),
        pytest.param(
            "2009/10 Q1", Stands("first", "2008/09 Q4", False, None), id="the last one stands"
        ),
        pytest.param(
            "2009/10 Q2", Stands("second", "2009/10 Q2", True, "first"), id="reviewed again"
        ),
        pytest.param(
            "2010/11 Q1", Stands("second", "2009/10 Q2", False, "first"), id="long unreviewed"
        ),
    ],
)
def test_the_last_assessment_stands(quarter, stands):
    assert stands_at(RECORDS, quarter) == stands


def test_what_was_not_reviewed_is_marked():
    assert stands_at(RECORDS, "2009/10 Q1").mark == "not reviewed this quarter"
    assert stands_at(RECORDS, "2009/10 Q2").mark == ""
