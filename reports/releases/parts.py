"""As much of a digest's data as a comparison looks at: to read the rest takes most of the time.

No Django in here.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

# What says where an indicator stands, and whose it is.
IN_BRIEF = ("code", "slug", "title", "plan", "plan_slug", "status")


@dataclass(frozen=True)
class Part:
    """Which part: what is about a plan and the indicators with these codes, where one is named.

    `in_brief` leaves out all but where each indicator stands.
    """

    plan: str = ""
    codes: Collection[str] = ()
    in_brief: bool = False

    @property
    def is_whole(self) -> bool:
        return not (self.plan or self.in_brief)

    @property
    def brief(self) -> "Part":
        return replace(self, in_brief=True)

    def of(self, data: dict[str, Any]) -> dict[str, Any]:
        """That part of a digest's data."""
        indicators, plans = data.get("indicators", []), data.get("plans", [])
        if self.plan:
            indicators = [each for each in indicators if each["code"] in self.codes]
            plans = [each for each in plans if each["slug"] == self.plan]
        if self.in_brief:
            indicators = [
                {name: each[name] for name in IN_BRIEF if name in each} for each in indicators
            ]
            plans = []
        return data | {"indicators": indicators, "plans": plans}


WHOLE = Part()


def codes_of(data: dict[str, Any], plan: str) -> set[str]:
    """The codes of the indicators that the plan delivers, in a digest's data."""
    every = data.get("indicators", [])
    return {each["code"] for each in every if each.get("plan_slug", "") == plan}
