"""The course of a return: its states and the steps between them. No Django in here."""

from collections.abc import Iterable
from enum import StrEnum


class ReturnState(StrEnum):
    """Where a return stands."""

    NOT_STARTED = "not started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent back"
    SIGNED_OFF = "signed off"
    PUBLISHED = "published"
    NOT_RETURNED = "not returned"


class Step(StrEnum):
    """What somebody did to a return; kept for ever, one after the other."""

    STARTED = "started"
    SUBMITTED = "submitted"
    RECALLED = "recalled"
    SENT_BACK = "sent back"
    SIGNED_OFF = "signed off"
    REOPENED = "reopened"
    PUBLISHED = "published"
    LOCKED_UNRETURNED = "locked as not returned"
    UNLOCKED = "unlocked"


LEADS_TO = {
    Step.STARTED: ReturnState.DRAFT,
    Step.SUBMITTED: ReturnState.SUBMITTED,
    Step.RECALLED: ReturnState.DRAFT,
    Step.SENT_BACK: ReturnState.SENT_BACK,
    Step.SIGNED_OFF: ReturnState.SIGNED_OFF,
    Step.REOPENED: ReturnState.SUBMITTED,
    Step.PUBLISHED: ReturnState.PUBLISHED,
    Step.LOCKED_UNRETURNED: ReturnState.NOT_RETURNED,
    Step.UNLOCKED: ReturnState.DRAFT,
}

ALLOWED_FROM = {
    Step.STARTED: {ReturnState.NOT_STARTED},
    Step.SUBMITTED: {ReturnState.DRAFT, ReturnState.SENT_BACK},
    Step.RECALLED: {ReturnState.SUBMITTED},
    Step.SENT_BACK: {ReturnState.SUBMITTED},
    Step.SIGNED_OFF: {ReturnState.SUBMITTED},
    Step.REOPENED: {ReturnState.SIGNED_OFF},
    Step.PUBLISHED: {ReturnState.SIGNED_OFF},
    Step.LOCKED_UNRETURNED: {
        ReturnState.NOT_STARTED,
        ReturnState.DRAFT,
        ReturnState.SUBMITTED,
        ReturnState.SENT_BACK,
    },
    Step.UNLOCKED: {ReturnState.PUBLISHED, ReturnState.NOT_RETURNED},
}

# The states in which people type into a return.
EDITABLE = {ReturnState.NOT_STARTED, ReturnState.DRAFT, ReturnState.SENT_BACK}
NEEDS_A_REASON = {Step.SENT_BACK, Step.REOPENED}
# With which a quarter that is published locks its returns.
LOCKS = {Step.PUBLISHED, Step.LOCKED_UNRETURNED}


# How a return stands, to finish "This return is", where the name of the state does not.
STANDS = {ReturnState.DRAFT: "still a draft"}


class NotAllowed(ValueError):
    """A step that cannot be taken; the text is a sentence for the person."""


def state_after(steps: Iterable[str]) -> ReturnState:
    """The state that a return's steps, in order, have brought it to.

    When the publication is withdrawn, it is again what it was before the lock. Only what had been
    submitted is a draft: the lock made drafts of its answers again.
    """
    state = before_the_lock = ReturnState.NOT_STARTED
    for each in map(Step, steps):
        if each in LOCKS:
            before_the_lock = state
        state = LEADS_TO[each]
        if each == Step.UNLOCKED and before_the_lock != ReturnState.SUBMITTED:
            state = before_the_lock
    return state


def why_not_from(state: ReturnState, step: Step) -> str:
    """Why the step cannot be taken from there, as a sentence; "" where it can."""
    if state in ALLOWED_FROM[step]:
        return ""
    return f"This return is {STANDS.get(state, state)}, so it cannot be {step}."


def check_step(step: Step, state: ReturnState, reason: str = "") -> None:
    """Raise NotAllowed where `step` cannot be taken from `state`, or lacks its reason."""
    if sentence := why_not_from(state, step):
        raise NotAllowed(sentence)
    if step in NEEDS_A_REASON and not reason.strip():
        raise NotAllowed(f"Say why the return is {step}.")
