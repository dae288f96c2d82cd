"""What holds for every template of ours."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html"))
NAMES = [path.relative_to(TEMPLATES).as_posix() for path in PAGES]
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
OURS = {
    name
    for sheet in STYLES
    for name in re.findall(r"\.(laa-[\w-]+)", sheet.read_text(encoding="utf-8"))
}


@pytest.fixture(params=PAGES, ids=NAMES)
def source(request):
    return request.param.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read_by_django(name):
    assert get_template(name)


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
    assert re.match(r"({#|<svg|<span class=\"laa-status__letter\">\[c\]|{% load)", source)
