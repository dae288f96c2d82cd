"""HTML as a tree to compare: white space, order of attributes and of classes do not count."""

import json
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

SPECIFICATION = json.loads(
    (Path(__file__).parent / "fixtures" / "govuk-frontend.json").read_text(encoding="utf-8")
)
VOID = {"br", "input", "img", "link", "meta", "hr"}


def specified(component: str, example: str, **renamed: str) -> list:
    """The tree that GOV.UK expects of an example; `renamed` changes names our forms cannot have."""
    html = SPECIFICATION[component][example]
    for old, new in renamed.items():
        html = html.replace(f'name="{old.replace("_", "-")}"', f'name="{new}"')
    return tree(html)


@lru_cache(maxsize=16)  # a test asks several things of the same page; nobody changes a tree
def tree(html: str) -> list:
    """Nested lists: [tag, attributes, child, child, …]; a text is a child."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"not closed: {[each[0] for each in reader.open[1:]]}"
    return reader.open[0][2:]


def find(html: str | list, tag: str, **attributes: str) -> list[list]:
    """Every element of that tag with those attributes; `class_` asks for one class of several."""
    found = []
    for node in tree(html) if isinstance(html, str) else html:
        if isinstance(node, str):
            continue
        if node[0] == tag and all(_has(node[1], *each) for each in attributes.items()):
            found.append(node)
        found += find(node[2:], tag, **attributes)
    return found


def text(node: list | str) -> str:
    """All the words of an element."""
    if isinstance(node, str):
        return node
    return " ".join(filter(None, (text(child) for child in node[2:])))


def _has(attributes: dict, name: str, value: str) -> bool:
    if name == "class_":
        return value in attributes.get("class", "").split()
    return attributes.get(name.rstrip("_").replace("_", "-")) == value


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list = [["", {}]]

    def handle_starttag(self, tag, attrs):
        attributes = {name: "" if value is None else value for name, value in attrs}
        if "class" in attributes:
            attributes["class"] = " ".join(sorted(attributes["class"].split()))
        element = [tag, attributes]
        self.open[-1].append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
            self.open.pop()

    def handle_data(self, data):
        words = " ".join(data.split())
        if words:
            self.open[-1].append(words)
