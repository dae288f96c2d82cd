"""What the card of a risk says of its course."""

from types import SimpleNamespace

import pytest

from reports.reading.cards import risk_card

PLAN = SimpleNamespace(reference="NI 101", slug="ni-101")
RISK = SimpleNamespace(id=1, number=1, risk="Money ends", how_managed="", owner="")


def rated(quarter, impact, likelihood="Medium"):
    return SimpleNamespace(
        quarter_id=quarter, impact=impact, likelihood=likelihood, state="open", commentary=""
    )


def card(*assessments):
    return risk_card(
        RISK, SimpleNamespace(quarter="2009/10 Q3", assessments={1: assessments}), PLAN
    )


@pytest.mark.parametrize(
    ("assessments", "said"),
    [
        pytest.param([], "", id="never rated"),
        pytest.param([rated("2009/10 Q1", "Low")], "", id="rated once"),
        pytest.param(
            [rated("2009/10 Q1", "Low"), rated("2009/10 Q3", "High")],
            "Low when first rated, 2009/10 Quarter 1",
            id="moved",
        ),
        pytest.param(
            [rated("2009/10 Q1", "Low"), rated("2009/10 Q2", "High"), rated("2009/10 Q3", "Low")],
            "",
            id="back where it was",
        ),
        pytest.param(
            [rated("2009/10 Q1", "", ""), rated("2009/10 Q2", "Nil"), rated("2009/10 Q3", "Low")],
            "Nil when first rated, 2009/10 Quarter 2",
            id="not rated at first",
        ),
        pytest.param(
            [rated("2009/10 Q1", "Low"), rated("2009/10 Q4", "High")], "", id="moved afterwards"
        ),
    ],
)
def test_a_risk_that_has_moved_says_what_it_was_first(assessments, said):
    found = card(*assessments)
    assert found.impact_at_first == said
    assert found.likelihood_at_first == ""


def test_a_risk_that_turned_on_the_same_level_says_how():
    found = card(rated("2009/10 Q2", "Medium", "Medium"), rated("2009/10 Q3", "High", "Low"))
    assert (found.movement, found.movement_text) == (
        "same",
        "same level: impact up, likelihood down",
    )
