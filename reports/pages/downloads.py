"""As whom a file may be taken, what it is called, and who took a full one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from accounts.access import SignedIn
from indicators.disclosure import Audience
from periods.models import Quarter
from reports.audiences.access import WIDTH, Reading, audience_of, is_masked
from reports.audiences.frames import view_words, with_query
from reports.models import Download, View
from reports.packs.about import About


class Format(StrEnum):
    """The kinds of files there are; the values are their endings."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    DOCX = "docx"


# What is read like a page, in place of being worked with.
TO_READ = (Format.PDF, Format.DOCX)
NAMES = {
    Format.XLSX: "Excel (.xlsx)",
    Format.CSV: "CSV",
    Format.PDF: "PDF",
    Format.DOCX: "Word (.docx)",
}
CONTENT_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def files_beside(
    request: SignedIn, route: str, *args: object, of: Iterable[Format] = Format, **query: str
) -> list[tuple[str, str]]:
    """The links to the files of a page: what each is called, and its address.

    `route` is followed by the ending. They name no view: whoever may choose one is asked.
    """
    if "release" in request.GET:
        query["release"] = request.GET["release"]
    return [(NAMES[each], with_query(reverse(f"{route}-{each}", args=args), query)) for each in of]


def views_of(reading: Reading, *, own: bool) -> list[View]:
    """As whom this person may take a file of this reading, the masked one first.

    `own` says whether some of it is of their own plans. What is not published nobody reads as the
    public, save officers, who may look at what it will be.
    """
    user = reading.user
    views = [View.PUBLIC] if reading.is_published or user.is_officer else []
    widest = WIDTH[audience_of(user)]
    views += [view for view in (View.BOARD, View.OFFICER) if WIDTH[Audience(view)] <= widest]
    return [*views, View.OWN] if own else views


def audience_for(view: View) -> str | None:
    """With which audience a file is read; None for the widest that its reader has."""
    return None if view in (View.OWN, View.OFFICER) else str(view)


def means(view: View) -> str:
    """What a view holds, and to whom its file may go."""
    if view == View.PUBLIC:
        return "Small numbers are hidden, and so are words that are not cleared. May be passed on."
    if view == View.BOARD and is_masked(Audience.BOARD):
        return "Small numbers are hidden; the plans’ own words are there. For the Board only."
    if view == View.BOARD:
        return "Every figure and every word, small numbers too. For the Board only."
    if view == View.OWN:
        return "Every figure and every word of your own plans. Not to be passed on."
    return "Every figure and every word, small numbers too. Not to be passed on."


@dataclass(frozen=True)
class File:
    """A file that is given: `name` says what it is, without its ending."""

    name: str
    format: Format
    view: View
    about: About

    @property
    def full_name(self) -> str:
        restricted = "-restricted" if self.about.restricted else ""
        return f"{self.name}-{self.view}-view{restricted}.{self.format}"


def about_file(
    reading: Reading, *, restricted: bool, own: bool | None, organisation: str, contact: str
) -> About:
    """What a file of this reading says of itself."""
    return About(
        stamp=reading.stamp,
        view=view_words(reading, own=own),
        organisation=organisation,
        contact=contact,
        restricted=restricted,
    )


def keep(file: File, request: SignedIn, note: str = "") -> None:
    """Write down that this person took it, where it holds more than the public may see.

    Of what the public may see too, where it holds words of this person: their covering note.
    """
    if (file.view == View.PUBLIC and not note) or request.method == "HEAD":
        return
    stamp = file.about.stamp
    Download.objects.create(
        by=request.user,
        file=file.full_name,
        quarter=Quarter(label=stamp.quarter),
        release=stamp.released,
        view=file.view,
        restricted=file.about.restricted,
        note=note,
    )
