"""People who read and save without a pause, and remember what came of it and when they asked."""

import random
import time
from collections.abc import Callable

from tests.load.driver import Answer, House
from tests.load.test_rush import Manager

FOREVER = float("inf")
TYPED = """
SELECT p.reference, d.about, d.typed FROM returns_draft d JOIN returns_return r ON r.id = d.owner_id
JOIN plans_deliveryplan p ON p.id = r.plan_id
"""


class Busy(Manager):
    """Who saves a figure's source over and over, with words that were never there before.

    `pause` is how many seconds they wait between two requests, on average.
    """

    def __init__(self, site: House, ticket: dict, pause: float = 0):
        super().__init__(site, ticket)
        self.pause, self.kept, self.tried = pause, 0, 0
        self.answers: list[tuple[float, float, Answer]] = []

    def work(self) -> None:
        self.note(lambda: self.ask("/returns/"))
        self.save_words()

    def save_words(self, more: str = "") -> Answer:
        """Open the page of the figure and save it; `more` makes the words longer."""
        opened = self.note(lambda: self.ask(self.figure))
        if opened.status != 200:
            return opened
        self.tried += 1
        typed = {f"{self.about}-source": f"{words(self.tried)} {more}".strip()}
        sent = opened.boxes | self.of(self.about) | typed
        saved = self.note(lambda: self.ask(self.figure, sent, **{"X-Saves": "draft"}))
        if saved.status == 200:
            self.kept = self.tried
        return saved

    def note(self, asking: Callable[[], Answer]) -> Answer:
        time.sleep(random.uniform(0, 2 * self.pause))
        asked = time.monotonic()
        answer = asking()
        self.answers.append((asked, time.monotonic(), answer))
        return answer

    def refused(
        self, since: float = 0, until: float = FOREVER, answered_by: float = FOREVER
    ) -> list[Answer]:
        """What was not answered as it should be, of what was asked in this time."""
        return [
            each
            for asked, answered, each in self.answers
            if since <= asked < until and answered < answered_by and each.status != 200
        ]

    def stands(self) -> bool:
        """Whether what is kept is what was acknowledged last, or was sent and not answered."""
        [typed] = [
            str(typed)
            for plan, about, typed in self.site.rows(TYPED)
            if (plan, about) == (self.plan, self.about)
        ]
        return words(self.kept) in typed or words(self.tried) in typed


def words(number: int) -> str:
    return f"Saved for the {number}th time."


def busy_people(house: House, number: int, pause: float = 0) -> list[Busy]:
    return [Busy(house, each, pause) for each in house.furnish("plans", str(number))]
