"""Many plans with a return each, in a database of their own: `… tests.returns.many make 200`.

`make` prints who may go in as whom; `tell` prints what has arrived. Both as JSON.
"""

import json
import sys
from importlib import import_module

import django


def make(count: int) -> list[dict]:
    """So many plans; for each its manager's session and what is to be typed, page by page."""
    from_house = import_module("tests.returns.house")
    with import_module("django.db").transaction.atomic():
        return [ticket(from_house.make_house(f"ST {100 + number}")) for number in range(count)]


def ticket(house) -> dict:
    """A manager who has signed in, what they typed earlier, and what they will type."""
    house.type_all()
    house.ours.drafts.filter(about__in=[house.pages[0].split("/")[-2], "summary"]).delete()
    import_module("returns.services").start(house.ours, by=house.manager)
    answers = house.answers() | {"summary": {"summary": f"Summary of {house.plan.reference}."}}
    boxes = {
        f"{about}-{name}": text for about, typed in answers.items() for name, text in typed.items()
    }
    return {
        "session": session_of(house.manager),
        "pages": [house.pages[0], house.pages[-1]],
        "check": house.at("check"),
        "boxes": boxes,
        "plan": house.plan.reference,
    }


def session_of(person) -> str:
    auth = import_module("django.contrib.auth")
    session = import_module("django.contrib.sessions.backends.db").SessionStore()
    session[auth.SESSION_KEY] = str(person.pk)
    session[auth.BACKEND_SESSION_KEY] = "accounts.backends.OneAccount"
    session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def tell() -> dict:
    """How much of what was handed in is there: counts, and each plan's summary."""
    returns = import_module("returns.models")
    indicators, plans = import_module("indicators.models"), import_module("plans.models")
    risks = import_module("risks.models")
    quarter = "2009/10 Q3"
    events = returns.ReturnEvent.objects
    return {
        "submitted": events.filter(step="submitted").count(),
        "started": events.filter(step="started").count(),
        "drafts": returns.Draft.objects.count(),
        "figures": indicators.Actual.objects.filter(reported_in=quarter, numerator=6).count(),
        "actions": plans.ActionUpdate.objects.filter(quarter=quarter).count(),
        "milestones": plans.MilestoneUpdate.objects.filter(quarter=quarter).count(),
        "dependencies": plans.DependencyUpdate.objects.filter(quarter=quarter).count(),
        "risks": risks.RiskAssessment.objects.filter(quarter=quarter).count(),
        "summaries": sorted(returns.Return.objects.values_list("plan__reference", "summary")),
    }


if __name__ == "__main__":
    django.setup()
    word, *count = sys.argv[1:]
    json.dump(tell() if word == "tell" else make(int(count[0])), sys.stdout)
