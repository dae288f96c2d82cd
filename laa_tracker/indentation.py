"""Templates without what only lays them out: that is for whoever writes them.

Of a page each line's beginning goes and its end stays, so words that stand apart stay so, and lines
keep their numbers. Of a long table, whose rows are sent again and again, the ends between its cells
and the quotes around single words go too. Only our own templates are read so.
"""

import re

import jinja2
from django.template.loaders import filesystem

INDENTATION = re.compile(r"(?<=\n)[ \t]+")


# What white space before or after it means nothing to.
PART = r"</?(?:table|caption|thead|tbody|tr|th|td|ul|li)(?:\s[^<>]*)?>"
AROUND_PARTS = re.compile(rf"\n*({PART})\n*")
QUOTED_WORD = re.compile(r'(?<=[a-z]=)"([\w-]+)"(?=[ >])')


def without_indentation(source: str) -> str:
    return INDENTATION.sub("", source)


def without_layout(source: str) -> str:
    return QUOTED_WORD.sub(r"\1", AROUND_PARTS.sub(r"\1", without_indentation(source)))


class PagesLoader(filesystem.Loader):
    """Loads Django's templates of the directories that the settings name."""

    def get_contents(self, origin) -> str:
        source = super().get_contents(origin)
        return without_indentation(source) if origin.name.endswith(".html") else source


class TablesLoader(jinja2.FileSystemLoader):
    """Loads Jinja's."""

    def get_source(self, environment, template):
        source, path, is_current = super().get_source(environment, template)
        return without_layout(source), path, is_current
