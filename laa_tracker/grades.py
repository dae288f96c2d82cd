"""Grades such as "5 A*-C", which no line ends within."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

GRADES = re.compile(r"(?:\d+\+? )?[A-G]\*?(?:-| to )[A-G]\b")


def whole(words: str) -> SafeString:
    """The words, with grades such as "5 A*-C" kept on one line."""
    escaped = conditional_escape(words)
    return mark_safe(GRADES.sub(r'<span class="laa-whole">\g<0></span>', escaped))  # noqa: S308
