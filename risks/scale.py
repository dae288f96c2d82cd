"""Rule 13, risks: a scale of two word lists, a band for every cell, movement.  No Django in here."""

from enum import StrEnum


class RiskState(StrEnum):
    """Whether a risk is still watched."""

    OPEN = "open"
    CLOSED = "closed"


class Band(StrEnum):
    """How serious a cell of the scale is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Movement(StrEnum):
    """How a risk stands against its assessment before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    CLOSED = "closed"
    REOPENED = "reopened"
