"""Whatever is typed into any box: never an error page, always saved or told, and shown again."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returns.models import Draft
from tests.returns.browser import Shown, boxes, post, problems
from tests.returns.house import client_of

pytestmark = pytest.mark.django_db

# What people paste, what machines send, and anything at all that is text.
PASTED = st.sampled_from(
    ["17.8%", "1,234", "½", "-", "n/a", "  5 ", "４０", "1e3", "0", "00", "-1", "5/40", "9" * 40,
     "0.178", "1e400", "NaN", "Infinity", "31", "feb", "0000", "9999", "10000", "on", "yes", "no",
     "moved", "done", "at risk", "Medium", "Nil", "\u202e", "\ufeff", "a\r\nb", "\r\n\r\n", "\n",
     "<b>&amp;", "'; --", "{{ x }}", "%s", "🎓" * 99, "x" * 10_001, "word " * 501, "\0", "\x0b\x1f"]
)  # fmt: skip
TEXT = PASTED | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ACTED = st.sampled_from(["next", "later"])


def offered(response) -> list[str]:
    """The names of all boxes of the page, chosen or not."""
    names = dict.fromkeys(Shown(response.content.decode()).every_name)
    return [
        each for each in names
        if each not in {"csrfmiddlewaretoken", "stamp"} and not each.endswith("-version")
    ]  # fmt: skip


def as_browsers_show(text: str) -> str:
    """A text as a box holds it: lines broken in one way, and a mark for what no box can hold."""
    return "\n".join(text.replace("\0", "\ufffd").replace("\r\n", "\n").split("\r"))


@pytest.mark.parametrize("part", ["figures", "actions", "risks", "dependencies", "summary"])
@given(data=st.data())
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_typed_is_saved_or_told_and_shown_again(house, part, data):
    page = house.figure if part == "figures" else house.at(part)
    manager = client_of(house.manager)
    with transaction.atomic():
        opened_page = manager.get(page)
        names, opened = offered(opened_page), boxes(opened_page)
        typed = data.draw(st.dictionaries(st.sampled_from(names), TEXT, max_size=8))
        draft = data.draw(st.booleans())

        told = post(manager, page, opened | typed | {"then": data.draw(ACTED)}, draft=draft)

        assert told.status_code in ((200,) if draft else (200, 302))
        if told.status_code == 200 and not draft:
            assert problems(told) or boxes(told)
        saved = {
            f"{each.about}-{name}": text
            for each in Draft.objects.all()
            for name, text in each.typed.items()
        }
        again = boxes(manager.get(page))
        for name, text in typed.items():
            if name in saved:
                assert saved[name] == text.replace("\0", "\ufffd")
            if name in again and name in saved and not is_chosen(name):
                assert as_browsers_show(again[name]) == as_browsers_show(text)
        assert manager.post(house.at("check")).status_code in (200, 302)
        transaction.set_rollback(True)


def is_chosen(name: str) -> bool:
    """Whether the box is ticked or one of several: it shows what can be chosen, not any text."""
    return name.rpartition("-")[2] in {
        "available", "status", "how", "impact", "likelihood", "closed", "nothing", "sure",
        "still_true", "of_action",
    }  # fmt: skip
