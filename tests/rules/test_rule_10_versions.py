"""Rule 10: targets and baselines change only openly."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from indicators.versions import (
    Designation,
    TargetState,
    in_force,
    problems_with_change,
    value_of,
)
from periods.rounds import RoundState, version_lock_among


@dataclass(frozen=True)
class Version:
    from_quarter: str = ""
    state: str = TargetState.SET
    value: Decimal | None = Decimal(15)
    designation: str = ""


FIRST = Version()
SECOND = Version("2009/10 Q2")
THIRD = Version("2010/11 Q1")


@pytest.mark.parametrize(
    ("quarter", "version"),
    [
        pytest.param("2008/09 Q1", FIRST, id="since the start"),
        pytest.param("2009/10 Q1", FIRST, id="the quarter before a change"),
        pytest.param("2009/10 Q2", SECOND, id="the first round judged by it"),
        pytest.param("2009/10 Q4", SECOND, id="until the next change"),
        pytest.param("2010/11 Q1", THIRD, id="the next change"),
    ],
)
@pytest.mark.parametrize(
    "versions", [[FIRST, SECOND, THIRD], [THIRD, SECOND, FIRST]], ids=["in order", "in disorder"]
)
def test_a_past_quarter_is_judged_by_the_target_of_its_day(versions, quarter, version):
    assert in_force(versions, quarter) is version


def test_before_the_first_version_there_is_none():
    assert in_force([SECOND, THIRD], "2009/10 Q1") is None


@pytest.mark.parametrize(
    ("target", "value"),
    [
        pytest.param(Version(), Decimal(15), id="set"),
        pytest.param(Version(state=TargetState.NOT_SET, value=None), None, id="not set"),
        pytest.param(Version(state=TargetState.TO_BE_AGREED, value=None), None, id="to be agreed"),
        pytest.param(Version(state=TargetState.WITHDRAWN), None, id="withdrawn keeps no value"),
        pytest.param(Version(state=TargetState.NOT_APPLICABLE), None, id="not applicable"),
        pytest.param(None, None, id="no target"),
    ],
)
def test_only_a_target_that_is_set_has_a_value_to_be_judged_by(target, value):
    assert value_of(target) == value


REASON = ("reason", "it changes one that is in force: say why")
APPROVAL = (
    "approval_reference",
    "a designated target changes only with approval: write the reference",
)
DESIGNATED = Version(designation=Designation.DESIGNATED)
LOCAL = Version(designation=Designation.LOCAL)


@pytest.mark.parametrize(
    ("before", "reason", "approval", "problems"),
    [
        pytest.param(None, "", "", [], id="a first version needs nothing"),
        pytest.param(LOCAL, "agreed anew", "", [], id="a change with its reason"),
        pytest.param(LOCAL, " ", "", [REASON], id="a change without"),
        pytest.param(LOCAL, "typing error", "", [], id="mending a typing error is a version too"),
        pytest.param(DESIGNATED, "typing error", "GO 12", [], id="designated, with approval"),
        pytest.param(DESIGNATED, "typing error", " ", [APPROVAL], id="designated, without"),
        pytest.param(DESIGNATED, "", "", [REASON, APPROVAL], id="designated, with nothing"),
        pytest.param(FIRST, "agreed anew", "", [], id="without a designation"),
    ],
)
def test_what_a_change_needs(before, reason, approval, problems):
    found = problems_with_change(before, reason=reason, approval_reference=approval)

    assert found == problems


@pytest.mark.parametrize(
    ("from_quarter", "allowed"),
    [("", False), ("2009/10 Q1", False), ("2009/10 Q2", False), ("2009/10 Q3", True)],
)
def test_no_version_begins_at_or_before_a_published_round(from_quarter, allowed):
    rounds = {"2009/10 Q2": RoundState.PUBLISHED, "2009/10 Q3": RoundState.OPEN}

    assert (version_lock_among(rounds, from_quarter) == "") == allowed


def test_the_words_of_the_workbook_are_the_words_of_the_rule():
    assert list(TargetState) == ["set", "not set", "to be agreed", "withdrawn", "not applicable"]
    assert list(Designation) == ["designated", "local", "statutory education", "earlier stretch"]
