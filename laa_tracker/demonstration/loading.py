"""Loading the demonstration by the importer and the services that people use, and taking it away.

Its rounds take their course as if people had taken the steps on the days told here.
"""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import transaction

from accounts.deeds import Deed, tell
from accounts.models import Office, User
from audit.histories import last_rows
from indicators.models import Indicator
from laa_tracker.demonstration.accounts import ACCOUNTS, DOMAIN, apply_password
from periods.models import Quarter, QuarterlyRecord
from periods.triggers import lifted
from plans.models import DeliveryPlan, PlanPerson
from plans.progress import Part
from reports import locks as reports_locks
from reports.releases.publishing import publish
from returns import locks as returns_locks
from returns.rounds import close_quarter, open_quarter
from returns.services import return_of, sign_off, submit
from workbooks.book import kept_book
from workbooks.checking import check
from workbooks.importing import import_file
from workbooks.reading.tables import content_of, read_content

WORKBOOK = Path(__file__).parent / "worcestershire.xlsx"
# The course of the rounds: opened, returned, signed off, closed and published on these days.
ROUNDS = (
    ("2009/10 Q1", date(2009, 7, 1), date(2009, 7, 14), date(2009, 7, 20), date(2009, 8, 6)),
    ("2009/10 Q2", date(2009, 10, 5), date(2009, 10, 15), date(2009, 10, 21), date(2009, 11, 5)),
)
OPEN = ("2009/10 Q3", date(2010, 1, 4))
# Plans that did not return in time, so that a Board sees what that looks like.
LATE = {"2009/10 Q2": {"NI 100"}}
GAPS = "Published without the returns that had not come in; the Board had asked not to wait."


class CannotLoad(Exception):
    """The database holds something already; the text says what to do."""


class CannotRemove(Exception):
    """Something stands beside the demonstration; the text says what to do."""


def load() -> None:
    """Everything, or nothing. Raises CannotLoad where there are plans or indicators already."""
    if Indicator.objects.exists() or DeliveryPlan.objects.exists():
        raise CannotLoad(
            "There are plans or indicators here already: load the demonstration into an empty "
            "database (another DATABASE_URL)."
        )
    with transaction.atomic():
        officer = User.objects.create_user(
            ACCOUNTS[0].email, username=ACCOUNTS[0].username, office=Office.OFFICER
        )
        import_file(WORKBOOK, by=officer, accept_warnings=True, reason="Demonstration")
        for account in ACCOUNTS:
            User.objects.filter(email=account.email).update(username=account.username)
        enter_in_their_day()
        for label, opened, returned, signed_off, published in ROUNDS:
            run_round(label, opened, returned, signed_off, published, officer)
        open_quarter(Quarter.objects.get(label=OPEN[0]), by=officer, at=at(OPEN[1]))
        apply_password()


def enter_in_their_day() -> None:
    """Say of each record that it was entered on the day on which its quarter was returned.

    The import wrote all of them today, and their history keeps that. What was reported before the
    first round was entered when that began; what is reported in the open one, when it was opened.
    """
    days = {label: returned for label, _, returned, *_ in ROUNDS} | {OPEN[0]: OPEN[1]}
    (_, first, *_), *_ = ROUNDS
    for model in apps.get_models():
        if issubclass(model, QuarterlyRecord):
            of = f"{model.quarter_field}_id"
            kept = model._base_manager
            for label in kept.order_by().values_list(of, flat=True).distinct():
                kept.filter(**{of: label}).update(entered_at=at(days.get(label, first)))


def run_round(label, opened, returned, signed_off, published, officer) -> None:
    """Take a round from its opening to its publication."""
    quarter = Quarter.objects.get(label=label)
    open_quarter(quarter, by=officer, at=at(opened))
    for plan in DeliveryPlan.objects.exclude(reference__in=LATE.get(label, ())):
        ours = return_of(plan, quarter)
        submit(ours, by=person(plan, Part.CONTRIBUTOR) or officer, at=at(returned))
        sign_off(ours, by=person(plan, Part.LEAD) or officer, at=at(signed_off))
    close_quarter(quarter, by=officer, at=at(signed_off))
    publish(quarter, by=officer, reason=GAPS, at=at(published))


def person(plan: DeliveryPlan, part: Part) -> User | None:
    """Whoever has this part in the plan."""
    found = PlanPerson.objects.filter(plan=plan, part=part).select_related("user").first()
    return found.user if found else None


def at(day: date) -> datetime:
    """Ten in the morning of that day."""
    return datetime.combine(day, time(10), tzinfo=ZoneInfo("Europe/London"))


# What is not counted: people stay, and rounds come of what is reported in them.
NOUNS = {
    "Plans": ("plan", "plans"),
    "Indicators": ("indicator", "indicators"),
    "Targets": ("target", "targets"),
    "Actuals": ("figure", "figures"),
    "Comparators": ("comparator’s figure", "comparators’ figures"),
    "Actions": ("action", "actions"),
    "Action updates": ("action’s update", "actions’ updates"),
    "Milestones": ("milestone", "milestones"),
    "Milestone updates": ("milestone’s update", "milestones’ updates"),
    "Risks": ("risk", "risks"),
    "Risk assessments": ("risk assessment", "risk assessments"),
    "Dependencies": ("dependency", "dependencies"),
    "Dependency updates": ("dependency’s update", "dependencies’ updates"),
    "Policies": ("policy", "policies"),
}


def not_the_demonstrations() -> list[str]:
    """What is kept that the demonstration's workbook does not have: "3 plans", "41 figures"."""
    book = kept_book()
    checked = check(read_content(*content_of(WORKBOOK)), book)
    its_own = {each.sheet.name: {change.key for change in each.changes} for each in checked.sheets}
    more = {name: len(book.kept(name).keys() - its_own.get(name, set())) for name in NOUNS}
    return [f"{count:,} {NOUNS[name][count != 1]}" for name, count in more.items() if count]


def remove() -> None:
    """Take the demonstration away, history and all; accounts of other people stay.

    Raises CannotRemove where an agreement was added beside the demonstration's.
    """
    agreements = apps.get_model("plans", "Agreement").objects
    if agreements.count() > 1:
        raise CannotRemove(
            "There is another agreement beside the demonstration's: export it with "
            "export_workbook, and import it into a database of its own."
        )
    guards = [*returns_locks.guards(), *reports_locks.guards()]
    with lifted(guards):
        # The log stays, and knows until where histories may be missing.
        tell(Deed.FORGOTTEN, "The demonstration taken away", histories=last_rows())
        for room in ROOMS_FROM_THE_TOP:
            for model in apps.get_app_config(room).get_models(include_auto_created=True):
                model._base_manager.all()._raw_delete("default")
        User.history.filter(email__endswith=DOMAIN).delete()
        User.objects.filter(email__endswith=DOMAIN).delete()


ROOMS_FROM_THE_TOP = ("reports", "workbooks", "returns", "risks", "plans", "indicators", "periods")
