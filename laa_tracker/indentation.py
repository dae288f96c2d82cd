"""Templates without the white space that lays them out: it is for whoever writes them.

A line's beginning goes and its end stays, so words that stand apart stay so, and a template's
lines keep their numbers. Only our own pages are read so; no mail and no other's template.
"""

import re

import jinja2
from django.template.loaders import filesystem

INDENTATION = re.compile(r"(?<=\n)[ \t]+")


def without_indentation(source: str) -> str:
    return INDENTATION.sub("", source)


class PagesLoader(filesystem.Loader):
    """Loads Django's templates of the directories that the settings name."""

    def get_contents(self, origin) -> str:
        source = super().get_contents(origin)
        return without_indentation(source) if origin.name.endswith(".html") else source


class TablesLoader(jinja2.FileSystemLoader):
    """Loads Jinja's."""

    def get_source(self, environment, template):
        source, path, is_current = super().get_source(environment, template)
        return without_indentation(source), path, is_current
