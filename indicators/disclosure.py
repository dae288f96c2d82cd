"""Rule 11: telling no one's secret.  No Django in here."""

from enum import StrEnum


class Audience(StrEnum):
    """For whom a page or file is drawn."""

    OFFICER = "officer"
    BOARD = "board"
    PUBLIC = "public"
