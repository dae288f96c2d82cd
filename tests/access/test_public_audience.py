"""What the public audience is shown does not depend on what is hidden from it.

The public is whoever has no part, or one in another plan; whoever asks for its view; and the
Board, where the installation says so; and anybody, where there is a public page. Change the masked
figures of NI 101 into any other masked ones: each of these pages stays the same to the byte.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest
from django.test import override_settings
from pypdf import PdfReader

from tests.access.crawl import Visit, Visitor, rolled_back
from tests.access.house import TODAY, Figures, build_house
from tests.access.matrix import PAGES, ROLES, lines_of, row

pytestmark = pytest.mark.django_db

# Every output that tells of figures; a new one is a word more.
REPORTS = ("/dashboard/", "/plans/", "/indicators/", "/dependencies/", "/reports/", "/feeds/")
# Slow to write: read once for whoever reads the same of it, with some of the figures.
WORD = ".docx"
WITHOUT_SIGNING_IN = ("/public/", "/public/2009-q2/")
READERS = ("stranger", "neighbour", "board")
AS_IT_IS = Figures()


def drawn_by_lot(lot: random.Random) -> Figures:
    """Some other figures that are all masked."""
    # A quarter's cohort is larger by its number, and so is what is left over.
    cohort = lot.choice([lot.randint(6, 7), lot.randint(100, 10**6)])
    nearly_all = lot.random() < 0.5
    few = sorted(lot.randint(0, 2 if nearly_all else 5) for _ in range(3))
    low, numerator, high = [cohort - each for each in few[::-1]] if nearly_all else few
    return Figures(
        numerator=numerator,
        denominator=cohort,
        low=low,
        high=high,
        count=lot.randint(0, 5),
        baseline=Decimal(lot.randint(0, 99_999)) / 1000,
    )


MASKED = {
    "nobody": Figures(numerator=0, low=0, high=0, count=0),
    "nearly all": Figures(numerator=1775, low=1776, high=1777, count=5, baseline=Decimal("9.7")),
    "a tiny cohort": Figures(numerator=2, denominator=6, low=1, high=5, count=2),
    "drawn by lot": drawn_by_lot(random.Random()),
}
# Reading all of it takes long: once with other figures, and the thorough tests with all of these.
LONG = [pytest.param(each, marks=pytest.mark.thorough) for each in MASKED if each != "drawn by lot"]
IN_WORD = ("drawn by lot", pytest.param("nearly all", marks=pytest.mark.thorough))
VISIBLE = Figures(numerator=400, low=390, high=410, count=14)
TAG = re.compile(r"<[^>]*>")
KEY = re.compile(rb"(?<=/)\d+(?=/history/)")
# Of the figures that are hidden: their counts, and what they come to.
TRACES = ("1,778", "1,779", "1,780", "0.225", "2.437")


@pytest.fixture(scope="module")
def readings(django_db_setup, django_db_blocker) -> Callable[[Figures], list[Visit]]:
    """A function from what NI 101 reported to what the public is shown, each read once."""

    @cache
    def reading(figures: Figures) -> list[Visit]:
        with django_db_blocker.unblock():
            return read_by_the_public(figures)

    return reading


def read_by_the_public(figures: Figures) -> list[Visit]:
    with (
        rolled_back(),
        override_settings(LAA_TODAY=TODAY, LAA_BOARD_AUDIENCE="masked", LAA_PUBLIC=True),
    ):
        house = build_house(figures)
        read = [(role, "/") for role in READERS]
        read += [("anonymous", each) for each in WITHOUT_SIGNING_IN]
        read += [(role, each) for role in READERS for each in reports_shown_to(role)]
        read += [("officer", in_public(each)) for each in reports_shown_to("officer")]
        visitors = {role: Visitor(house, role) for role in (*READERS, "anonymous", "officer")}
        return [visitors[role].get(address) for role, address in read]


def reports_shown_to(role: str) -> list[str]:
    return [each for each in addresses_shown_to(role) if WORD not in each]


def word_files_shown_to(role: str) -> list[str]:
    return [each for each in addresses_shown_to(role) if WORD in each]


def addresses_shown_to(role: str) -> list[str]:
    column = ROLES.index(role)
    return [
        address
        for address, answers in map(row, lines_of(PAGES))
        if address.startswith(REPORTS) and answers[column] == "200"
    ]


@pytest.fixture(scope="module")
def word_files(django_db_setup, django_db_blocker) -> Callable[[Figures], list[Visit]]:
    """Likewise the Word files that the public is given, and what officers take in its view."""

    @cache
    def files(figures: Figures) -> list[Visit]:
        with django_db_blocker.unblock():
            return word_files_of(figures)

    return files


def word_files_of(figures: Figures) -> list[Visit]:
    shown = word_files_shown_to("stranger")
    others = {in_public(each) for each in word_files_shown_to("officer")}
    others -= {in_public(each) for each in shown}
    with (
        rolled_back(),
        override_settings(LAA_TODAY=TODAY, LAA_BOARD_AUDIENCE="masked", LAA_PUBLIC=True),
    ):
        house = build_house(figures)
        given = [Visitor(house, "stranger").get(each) for each in shown]
        return given + [Visitor(house, "officer").get(each) for each in sorted(others)]


def in_public(address: str) -> str:
    """The same page as the public reads it."""
    path = address.partition("?audience=")[0]
    return f"{path}{'&' if '?' in path else '?'}audience=public"


def told_apart(before: list[Visit], after: list[Visit]) -> list[str]:
    return [str(one) for one, other in zip(before, after, strict=True) if body(one) != body(other)]


def body(visit: Visit) -> bytes:
    """The page; officers have links into the admin, whose keys another database counts anew."""
    return KEY.sub(b"", visit.body)


@pytest.mark.parametrize("other", ["drawn by lot", *LONG])
def test_another_masked_figure_changes_no_page(readings, other):
    assert told_apart(readings(AS_IT_IS), readings(MASKED[other])) == []


@pytest.mark.thorough
def test_a_figure_that_may_be_seen_changes_pages(readings):
    assert len(told_apart(readings(AS_IT_IS), readings(VISIBLE))) > 20


def test_no_page_holds_a_trace_of_a_masked_figure(readings):
    found = [f"{each}: {trace}" for each in readings(AS_IT_IS) for trace in traces_of(each)]

    assert found == []


@pytest.mark.parametrize("other", IN_WORD)
def test_another_masked_figure_changes_no_word_file(word_files, other):
    assert told_apart(word_files(AS_IT_IS), word_files(MASKED[other])) == []


@pytest.mark.thorough
def test_a_figure_that_may_be_seen_changes_word_files(word_files):
    assert len(told_apart(word_files(AS_IT_IS), word_files(VISIBLE))) > 3


def test_no_word_file_holds_a_trace_of_a_masked_figure(word_files):
    read = word_files(AS_IT_IS)
    found = [f"{each}: {trace}" for each in read for trace in traces_of(each)]

    assert found == []
    assert len(read) > 5
    assert all("2009/10" in text_of(each.body) for each in read)


def traces_of(visit: Visit) -> list[str]:
    text = text_of(visit.body)
    return [trace for trace in TRACES if trace in text]


@cache  # the same file is given to everybody in the public
def text_of(content: bytes) -> str:
    """What a page or a PDF says, or all the words that are in a workbook or a Word file."""
    if content.startswith(b"%PDF"):
        return "".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [each for each in archive.namelist() if each.endswith((".xml", ".rels"))]
        parts = [archive.read(each).decode() for each in names]
    # Word may tell a number in several pieces, and has alt texts in its tags.
    return "".join([*parts, *(TAG.sub("", each) for each in parts)])


def test_every_trace_is_on_a_page_of_the_plans_own_people(db):
    with override_settings(LAA_TODAY=TODAY):
        own = Visitor(build_house(), "contributor")
        addresses = [
            f"/{page}/?as_at=2009-q{number}"
            for page in ("plans/ni-101", "indicators/ni-101")
            for number in (1, 2, 3)
        ]
        found = {trace for address in addresses for trace in traces_of(own.get(address))}

    assert found == set(TRACES)
