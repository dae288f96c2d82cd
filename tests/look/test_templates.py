"""What holds for every template of ours."""

import re

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template, render_to_string
from jinja2 import UndefinedError

from laa_tracker.tables import table

TEMPLATES, TABLES = settings.BASE_DIR / "templates", settings.BASE_DIR / "tables"
OF_DJANGO, OF_JINJA = (sorted(each.rglob("*.html")) for each in (TEMPLATES, TABLES))
PAGES = [*OF_DJANGO, *OF_JINJA]
NAMES = [path.relative_to(settings.BASE_DIR).as_posix() for path in PAGES]
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
OURS = {
    name
    for sheet in STYLES
    for name in re.findall(r"\.(laa-[\w-]+)", sheet.read_text(encoding="utf-8"))
}


@pytest.fixture(params=PAGES, ids=NAMES)
def source(request):
    return request.param.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", OF_DJANGO, ids=NAMES[: len(OF_DJANGO)])
def test_a_template_can_be_read_by_django(path):
    assert get_template(path.relative_to(TEMPLATES).as_posix())


@pytest.mark.parametrize("path", OF_JINJA, ids=NAMES[len(OF_DJANGO) :])
def test_a_table_can_be_read_by_jinja(path):
    assert engines["tables"].get_template(path.name)


def test_a_table_is_drawn_where_a_page_asks_for_it():
    pages = "".join(each.read_text(encoding="utf-8") for each in PAGES)
    asked = re.findall(r'{% table "(\w+)"|{% (?:include|from) "(\w+).html"', pages)

    assert {each.stem for each in OF_JINJA} <= {name for pair in asked for name in pair}


def test_a_text_in_a_table_is_escaped():
    drawn = table("chart_figures", figures=[("<b>", "&", "“'\"", "</td>")])

    assert "<b>" not in drawn
    assert drawn.count("</td>") == 3
    assert "&lt;b&gt;" in drawn


def test_a_name_that_a_table_is_not_given_fails():
    with pytest.raises(UndefinedError, match="figures"):
        table("chart_figures")


def test_what_lays_a_template_out_is_not_sent():
    assert "\n " not in render_to_string("pages/accessibility.html")


def test_nothing_is_marked_safe(source):
    assert not re.search(r"\|\s*safe\b|autoescape off|safeseq", source)


def test_no_style_and_no_script_stands_in_the_page(source):
    assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_every_block_is_named_at_its_end(source):
    ends = re.findall(r"{%-?\s*endblock\s*([\w-]*)\s*-?%}", source)

    assert sorted(ends) == sorted(re.findall(r"{%-?\s*block\s+([\w-]+)", source))


def test_every_class_of_ours_is_one_that_a_style_sheet_knows(source):
    used = set()
    for attribute in re.findall(r'class="((?:[^"{]|{[{%].*?[%}]})*)"', source):
        words = re.sub(r"{%.*?%}", " ", attribute)
        used |= {each for each in words.split() if re.fullmatch(r"laa-[\w-]*\w", each)}

    assert used <= OURS


def test_a_template_says_first_what_it_is_given(source):
    assert re.match(r"({#|<symbol|<span class=\"laa-status__letter\">\[c\]|{% load)", source)
