"""Rows for tests: each builder supplies what the test's sentence is not about.

`make_indicator(title="…")` names only what matters; everything else is valid and plain. Codes,
references and numbers count up, so that a test can make as many as it likes.
"""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import count

from accounts.deeds import Deed
from accounts.models import User
from audit.models import Entry, Sight
from audit.writing import Told, write_now
from indicators.models import (
    Actual,
    Baseline,
    Comparator,
    ComparatorValue,
    Indicator,
    IndicatorRule,
    Target,
)
from periods.models import Quarter
from plans.models import (
    Action,
    ActionUpdate,
    Agreement,
    DeliveryPlan,
    Dependency,
    DependencyUpdate,
    Milestone,
    MilestoneUpdate,
    PlanIndicator,
    PlanPerson,
    Policy,
)
from reports.models import Clearance, Download, FeedToken, FurtherHiding
from returns.models import CalendarLink, Draft, Flag, Nudge, Reminder, Return
from risks.models import Risk, RiskAssessment

_numbers = count(1)


def make_user(**given) -> User:
    """A person; `office="officer"` makes a performance officer."""
    number = next(_numbers)
    given.setdefault("email", f"person{number}@council.example")
    given.setdefault("name", f"Person {number}")
    # What is made up here is right, and the database holds it to that: nothing need be looked up.
    password = given.pop("password", None)
    person = User(username=given.pop("username", "") or given["email"].lower(), **given)
    person.set_password(password)
    person.save()
    return person


def make_officer(**given) -> User:
    return make_user(**{"office": "officer"} | given)


def make_quarter(label="2009/10 Q3", state="open", **given) -> Quarter:
    """The round of this label, in this state; a published one is withdrawn first."""
    Quarter.objects.filter(pk=label, state="published").update(state="withdrawn")
    return Quarter.objects.update_or_create(label=label, defaults={"state": state} | given)[0]


def open_quarter() -> Quarter:
    """The open round, made where there is none."""
    return Quarter.objects.current() or make_quarter()


def set_state(label: str, state: str) -> None:
    """Move a round on, behind the services' back: what was reported in it stays."""
    Quarter.objects.filter(pk=label, state="published").update(state="withdrawn")
    Quarter.objects.filter(pk=label).update(state=state)


def make_indicator(**given) -> Indicator:
    """A quarterly percentage, of financial years."""
    given.setdefault("code", f"LAC {next(_numbers):02d}")
    given.setdefault("title", "Health assessments up to date")
    return Indicator.objects.create(**given)


def make_annual_indicator(**given) -> Indicator:
    """NI 101 as it is: an annual percentage of academic years."""
    return make_indicator(
        **{
            "title": "Looked after children achieving 5 A*-C GCSEs",
            "year_type": "academic",
            "frequency": "annual",
            "counted_as": "young person",
        }
        | given
    )


def make_rule(**given) -> IndicatorRule:
    given["indicator"] = given.get("indicator") or make_indicator()
    return IndicatorRule.objects.create(**given)


def make_baseline(**given) -> Baseline:
    given["indicator"] = given.get("indicator") or make_indicator()
    given.setdefault("period", "2007/08")
    given.setdefault("value", Decimal("2.4"))
    return Baseline.objects.create(**given)


def make_target(**given) -> Target:
    given["indicator"] = given.get("indicator") or make_indicator()
    given.setdefault("period", "2009/10")
    if given.get("state", "set") == "set":
        given.setdefault("value", Decimal(80))
    return Target.objects.create(**given)


def make_actual(**given) -> Actual:
    """A final figure about 2009/10 Q2, reported in 2009/10 Q3."""
    given["indicator"] = given.get("indicator") or make_indicator()
    given["reported_in"] = given.get("reported_in") or open_quarter()
    given.setdefault("period", "2009/10 Q2")
    if not {"numerator", "value", "marker", "not_available_because"} & given.keys():
        given |= {"numerator": 30, "denominator": 40}
    return Actual.objects.create(**given)


def make_comparator(**given) -> Comparator:
    given["indicator"] = given.get("indicator") or make_indicator()
    given.setdefault("name", "All pupils in Worcestershire")
    return Comparator.objects.create(**given)


def make_comparator_value(**given) -> ComparatorValue:
    given["comparator"] = given.get("comparator") or make_comparator()
    given.setdefault("period", "2007/08")
    given.setdefault("value", Decimal("48.3"))
    given.setdefault("source", "Statistical first release")
    return ComparatorValue.objects.create(**given)


def make_agreement(**given) -> Agreement:
    """The live agreement; made once, so that plans share it."""
    given.setdefault("title", "Worcestershire Local Area Agreement 2008-11")
    given.setdefault("area", "Worcestershire")
    given.setdefault("first_year", "2008/09")
    given.setdefault("last_year", "2010/11")
    return Agreement.objects.get_or_create(title=given.pop("title"), defaults=given)[0]


def make_plan(**given) -> DeliveryPlan:
    """A plan; `indicators=[…]` are those it delivers."""
    indicators = given.pop("indicators", [])
    given["agreement"] = given.get("agreement") or make_agreement()
    given.setdefault("reference", f"Plan {next(_numbers)}")
    given.setdefault("title", "Better outcomes for looked after children")
    plan = DeliveryPlan.objects.create(**given)
    for indicator in indicators:
        PlanIndicator.objects.create(plan=plan, indicator=indicator)
    return plan


def make_part(**given) -> PlanPerson:
    given["plan"] = given.get("plan") or make_plan()
    given["user"] = given.get("user") or make_user()
    return PlanPerson.objects.create(**given)


def make_policy(**given) -> Policy:
    given["plan"] = given.get("plan") or make_plan()
    given.setdefault("policy", f"Corporate Parenting Strategy {next(_numbers)}")
    return Policy.objects.create(**given)


def make_dependency(**given) -> Dependency:
    given["plan"] = given.get("plan") or make_plan()
    given.setdefault("priority", f"NI {next(_numbers) % 30 + 50}")
    return Dependency.objects.create(**given)


def make_dependency_update(**given) -> DependencyUpdate:
    given["dependency"] = given.get("dependency") or make_dependency()
    given["quarter"] = given.get("quarter") or open_quarter()
    given.setdefault("status", "on course")
    return DependencyUpdate.objects.create(**given)


def make_action(**given) -> Action:
    given["plan"] = given.get("plan") or make_plan()
    given.setdefault("number", next(_numbers))
    given.setdefault("action", "Offer one-to-one tuition")
    return Action.objects.create(**given)


def make_action_update(**given) -> ActionUpdate:
    given["action"] = given.get("action") or make_action()
    given["quarter"] = given.get("quarter") or open_quarter()
    given.setdefault("status", "on track")
    return ActionUpdate.objects.create(**given)


def make_milestone(**given) -> Milestone:
    given["action"] = given.get("action") or make_action()
    given.setdefault("number", next(_numbers))
    given.setdefault("words", "Tutors are in place")
    return Milestone.objects.create(**given)


def make_milestone_update(**given) -> MilestoneUpdate:
    given["milestone"] = given.get("milestone") or make_milestone()
    given["quarter"] = given.get("quarter") or open_quarter()
    return MilestoneUpdate.objects.create(**given)


def make_risk(**given) -> Risk:
    given["plan"] = given.get("plan") or make_plan()
    given.setdefault("number", next(_numbers))
    given.setdefault("risk", "Too few tutors")
    return Risk.objects.create(**given)


def make_assessment(**given) -> RiskAssessment:
    given["risk"] = given.get("risk") or make_risk()
    given["quarter"] = given.get("quarter") or open_quarter()
    return RiskAssessment.objects.create(**{"impact": "Medium", "likelihood": "Low"} | given)


def make_draft(**given) -> Draft:
    """What somebody typed about action 1 of a return."""
    given["owner"] = given.get("owner") or make_return()
    given["by"] = given.get("by") or make_user()
    given.setdefault("about", "action-1")
    return Draft.objects.create(**given)


def make_flag(**given) -> Flag:
    given["owner"] = given.get("owner") or make_return()
    given["by"] = given.get("by") or make_user()
    words = {"about": "action-1", "title": "Action 1", "note": "Ask the college for its dates"}
    return Flag.objects.create(**words | given)


def make_return(**given) -> Return:
    given["plan"] = given.get("plan") or make_plan()
    given["quarter"] = given.get("quarter") or open_quarter()
    return Return.objects.create(**given)


def make_reminder(**given) -> Reminder:
    given["person"] = given.get("person") or make_user()
    given["quarter"] = given.get("quarter") or open_quarter()
    return Reminder.objects.create(**{"kind": "opening", "day": date(2010, 1, 4)} | given)


def make_nudge(**given) -> Nudge:
    given["person"] = given.get("person") or make_user()
    given["plan"] = given.get("plan") or make_plan()
    given["quarter"] = given.get("quarter") or open_quarter()
    given["by"] = given.get("by") or make_officer()
    return Nudge.objects.create(**{"day": date(2010, 1, 11)} | given)


def make_calendar_link(**given) -> CalendarLink:
    """A link; `token="…"` is what stands in its address."""
    given["person"] = given.get("person") or make_user()
    token = given.pop("token", f"token {next(_numbers)}")
    return CalendarLink.objects.create(token_hash=sha256(token.encode()).digest(), **given)


def make_feed_token(**given) -> FeedToken:
    """A token in use; `token="…"` is what its owner was shown."""
    given["person"] = given.get("person") or make_user()
    number = next(_numbers)
    token = given.pop("token", f"laa_{number:043}")
    usual = {
        "name": f"Token {number}",
        "office": given["person"].office,
        "token_hash": sha256(token.encode()).digest(),
    }
    return FeedToken.objects.create(**usual | given)


def make_clearance(**given) -> Clearance:
    """That a text is cleared; `text="…"` is the text."""
    given["by"] = given.get("by") or make_officer()
    given.setdefault("place", "plan/ni-101/summary")
    text = given.pop("text", "A good quarter.")
    return Clearance.objects.create(digest=sha256(text.encode()).hexdigest(), **given)


def make_download(**given) -> Download:
    """That an officer took the full workbook of a quarter."""
    given["by"] = given.get("by") or make_officer()
    given["quarter"] = given.get("quarter") or open_quarter()
    usual = {"file": "quarterly-report-officer-view.xlsx", "view": "officer", "restricted": True}
    return Download.objects.create(**usual | given)


def make_further_hiding(**given) -> FurtherHiding:
    given["indicator"] = given.get("indicator") or make_indicator()
    given["by"] = given.get("by") or make_officer()
    usual = {"period": "2009/10 Q2", "reported_in": "2009/10 Q3", "reason": "It tells of another"}
    return FurtherHiding.objects.create(**usual | given)


def make_entry(**given) -> Entry:
    """An entry of the log, as the log writes it; `deed`, `what`, `person`, `plans`."""
    person = given.pop("person", None)
    told = Told(given.pop("deed", Deed.CHANGED), given.pop("what", "Figure changed"), **given)
    told.person = person.pk if person else None
    write_now([told])
    return Entry.objects.told().first()


def make_sight(**given) -> Sight:
    given.setdefault("person", make_user())
    given.setdefault("page", f"/plans/ni-{next(_numbers)}/")
    given.setdefault("day", date(2010, 1, 11))
    return Sight.objects.create(**given)
