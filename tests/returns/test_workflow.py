"""The course of a return: which step leads where, and from where it can be taken."""

import pytest

from returns.workflow import ALLOWED_FROM, LEADS_TO, NotAllowed, ReturnState, Step, check_step
from returns.workflow import state_after as after


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "not started"),
        (["started"], "draft"),
        (["started", "submitted"], "submitted"),
        (["started", "submitted", "recalled"], "draft"),
        (["started", "submitted", "sent back"], "sent back"),
        (["started", "submitted", "sent back", "submitted"], "submitted"),
        (["started", "submitted", "signed off"], "signed off"),
        (["started", "submitted", "signed off", "reopened"], "submitted"),
        (["started", "submitted", "signed off", "published"], "published"),
        (["started", "locked as not returned"], "not returned"),
        (["locked as not returned", "unlocked"], "not started"),
        (["started", "locked as not returned", "unlocked"], "draft"),
        (["started", "submitted", "locked as not returned", "unlocked"], "draft"),
        (
            ["started", "submitted", "sent back", "locked as not returned", "unlocked"],
            "sent back",
        ),
        (
            ["locked as not returned", "unlocked", "locked as not returned", "unlocked"],
            "not started",
        ),
        (["locked as not returned", "unlocked", "started"], "draft"),
        (["started", "submitted", "signed off", "published", "unlocked"], "signed off"),
    ],
    ids=lambda value: " > ".join(value) if isinstance(value, list) else value,
)
def test_a_return_is_where_its_steps_have_brought_it(steps, state):
    assert after(steps) == state


@pytest.mark.parametrize("state", list(ReturnState))
@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_taken_only_from_where_the_house_allows_it(step, state):
    says = "still a draft" if state == ReturnState.DRAFT else state
    if state in ALLOWED_FROM[step]:
        check_step(step, state, reason="because")
    else:
        with pytest.raises(NotAllowed, match=f"^This return is {says}, so it cannot be {step}.$"):
            check_step(step, state, reason="because")


@pytest.mark.parametrize(
    ("step", "state"), [(Step.SENT_BACK, "submitted"), (Step.REOPENED, "signed off")]
)
@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_and_reopening_need_a_reason(step, state, reason):
    with pytest.raises(NotAllowed, match="Say why"):
        check_step(step, ReturnState(state), reason)


def test_every_step_leads_somewhere_and_comes_from_somewhere():
    assert set(LEADS_TO) == set(ALLOWED_FROM) == set(Step)


def test_a_return_that_was_signed_off_cannot_be_sent_back_but_reopened():
    with pytest.raises(NotAllowed):
        check_step(Step.SENT_BACK, ReturnState.SIGNED_OFF, "because")
    check_step(Step.REOPENED, ReturnState.SIGNED_OFF, "because")
