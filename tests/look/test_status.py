"""Rule 4: "shapes are drawn, not typed; a word always stands beside"."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from indicators.performance import Status
from laa_tracker.tables import status as status_in_a_table
from laa_tracker.templatetags.laa import letter_template, shape, shapes, status_key
from tests.look.markup import find, text, tree

STYLES = (settings.BASE_DIR / "static" / "css" / "laa.css").read_text(encoding="utf-8")
LETTERS = {Status.SUPPRESSED, Status.MASKED}


def shown(status, **given):
    return render_to_string("includes/status.html", {"status": status} | given)


def colour_of(name):
    red, green, blue = re.search(rf"--laa-{name}: #(\w\w)(\w\w)(\w\w);", STYLES).groups()
    return [int(each, 16) / 255 for each in (red, green, blue)]


def contrast_with_white(colour):
    """WCAG 2.2's contrast ratio."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    luminance = sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_a_word_with_a_shape(status):
    html = shown(status)

    (word,) = find(html, "b")
    assert text(word) == status.value
    if status not in LETTERS:
        (drawing,) = find(html, "svg")
        assert drawing[1]["aria-hidden"] == "true"
        assert len(drawing) > 2


@pytest.mark.parametrize("status", Status)
def test_a_plain_word_is_shown_as_the_status_is(status):
    assert shown(str(status)) == shown(status)


@pytest.mark.parametrize(
    "word", ["", "Met", "achieved", "forecast"], ids=["blank", "capital", "other", "half a word"]
)
def test_a_word_that_is_no_status_fails_loudly(word):
    with pytest.raises(ValueError, match="is not a valid Status"):
        shown(word)


def test_every_status_names_a_drawing_that_the_page_has():
    (page,) = find(render_to_string("includes/shapes.html"), "svg")
    there = {each[1]["id"] for each in find(page[2:], "symbol")}

    for status in set(Status) - LETTERS:
        (use,) = find(shown(status), "use")
        assert use[1]["href"] == f"#{shape(status)}"
        assert shape(status) in there


@pytest.mark.django_db
def test_every_page_of_ours_has_the_drawings(client):
    page = client.get("/accessibility/").content.decode()

    assert {each[1]["id"] for each in find(page, "symbol")} >= {
        shape(status) for status in set(Status) - LETTERS
    }


def test_a_shape_is_drawn_and_named_by_its_file():
    for name in shapes():
        (symbol,) = tree(render_to_string(name))
        assert symbol[0] == "symbol"
        assert symbol[1]["id"] == Path(name).stem
        assert len(symbol) > 2


def test_no_two_statuses_share_a_drawing():
    drawings = [
        re.sub(r'id="[^"]*"', "", render_to_string(f"includes/shapes/{shape(status)}.html"))
        for status in set(Status) - LETTERS
    ]

    assert len(set(drawings)) == len(drawings)


def test_every_drawing_is_in_use():
    includes = Path(settings.BASE_DIR) / "templates" / "includes"
    drawn = {f"includes/shapes/{each.name}" for each in (includes / "shapes").iterdir()}
    typed = {f"includes/letters/{each.name}" for each in (includes / "letters").iterdir()}

    assert drawn == set(shapes())
    assert typed == {letter_template(status) for status in LETTERS}


@pytest.mark.parametrize("status", Status)
def test_a_status_looks_the_same_in_a_long_table(status):
    assert tree(status_in_a_table(status, "x")) == tree(shown(status, marker="x"))


@pytest.mark.parametrize(
    ("status", "given", "letter"),
    [
        pytest.param(Status.MASKED, {}, "[c]", id="masked by us"),
        pytest.param(Status.MASKED, {"marker": "z"}, "[c]", id="masked, whatever it was"),
        pytest.param(Status.SUPPRESSED, {"marker": "x"}, "[x]", id="the publisher's letter"),
        pytest.param(Status.SUPPRESSED, {}, "[s]", id="no letter given"),
    ],
)
def test_what_is_hidden_shows_a_letter(status, given, letter):
    (shape,) = find(shown(status, **given), "span", class_="laa-status__letter")

    assert text(shape) == letter


def test_a_note_stands_under_the_word():
    html = shown(Status.MISSED, note="by <one> young person")

    (note,) = find(html, "span", class_="laa-status__note")
    assert text(note) == "by <one> young person"


def test_without_a_note_there_is_only_the_word():
    assert len(tree(shown(Status.MET))) == 1


def test_the_key_explains_every_status_in_the_order_of_the_rule():
    assert [status for status, _ in status_key()] == list(Status)

    html = render_to_string("includes/status_key.html")

    assert [text(word) for word in find(html, "b")] == list(Status)


@pytest.mark.parametrize("name", ["met", "close", "missed", "plain", "quiet"])
def test_colours_can_be_read_on_white(name):
    assert contrast_with_white(colour_of(name)) >= 4.5
