"""The admin site: Django's own, with our sign-in and the order in which an officer thinks."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from accounts.tables.files import Rows, Unreadable
from periods.models import Quarter
from returns.missing import all_missing
from workbooks.matching import folded
from workbooks.reading.limits import NotRead
from workbooks.reading.tables import read_content
from workbooks.tables import keep_table

# What is entered each quarter, what stands for years, who and what came about.
GROUPS = {
    "This quarter": (
        "indicators.Actual",
        "plans.ActionUpdate",
        "plans.MilestoneUpdate",
        "risks.RiskAssessment",
        "plans.DependencyUpdate",
        "returns.Return",
    ),
    "Plans": (
        "plans.DeliveryPlan",
        "plans.Agreement",
        "plans.Action",
        "plans.Milestone",
        "risks.Risk",
        "plans.Dependency",
        "plans.Policy",
        "plans.PlanIndicator",
    ),
    "Indicators": (
        "indicators.Indicator",
        "indicators.Target",
        "indicators.Baseline",
        "indicators.IndicatorRule",
        "indicators.Comparator",
        "indicators.ComparatorValue",
    ),
    "People": (
        "accounts.User",
        "plans.PlanPerson",
        "returns.CalendarLink",
        "reports.FeedToken",
    ),
    "Quarters and what was published": (
        "periods.Quarter",
        "returns.RoundEvent",
        "returns.ReturnEvent",
        "returns.Draft",
        "returns.Flag",
        "returns.Reminder",
        "returns.Nudge",
        "reports.Release",
        "reports.ReleasedReport",
        "reports.ToldIndicator",
        "reports.Withdrawal",
        "reports.Clearance",
        "reports.FurtherHiding",
        "reports.Download",
        "workbooks.Import",
        "workbooks.ChangedRows",
        "workbooks.ExportedSheet",
        "workbooks.KeptMapping",
    ),
    "Who did what, and who saw it": (
        "audit.Entry",
        "audit.Sight",
    ),
}


def read_table(name: str, content: bytes, sheet: str) -> Rows:
    """The rows of the sheet in a file: the one of that name, or the only one there is.

    The file is read by the workbooks' reader, in a process of its own. Raises Unreadable.
    """
    try:
        tables = [each for each in read_content(name, content).tables if each.rows]
    except NotRead as refusal:
        raise Unreadable(str(refusal)) from None
    named = [each for each in tables if folded(each.name) == folded(sheet)]
    if not tables:
        raise Unreadable("there is nothing in the file: choose another")
    if not named and len(tables) > 1:
        raise Unreadable(
            f"the file has several sheets and none is called {sheet}: name the one to read so"
        )
    return (named or tables)[0].rows


HOUSE = {label.split(".")[0] for labels in GROUPS.values() for label in labels}


class OfficeSite(AdminSite):
    site_header = "LAA Tracker: data entry"
    site_title = "LAA Tracker"
    index_title = "Data entry"

    read_table = staticmethod(read_table)
    keep_table = staticmethod(keep_table)

    def login(self, request, extra_context=None):
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        """A password is changed where everybody changes theirs."""
        return redirect("account_change_password")

    password_change_done = password_change

    def register(self, model_or_iterable, admin_class=None, **options):
        """The house's own nouns only: addresses, keys and groups are not entered by hand."""
        models = model_or_iterable
        models = list(models) if isinstance(models, list | tuple) else [models]
        ours = [each for each in models if each._meta.app_label in HOUSE]
        if ours:
            super().register(ours, admin_class, **options)

    def get_app_list(self, request, app_label=None):
        """The nouns in the groups in which an officer looks for them."""
        if app_label:
            return super().get_app_list(request, app_label)
        rooms = self._build_app_dict(request).values()
        offered = {each["model"]: each for room in rooms for each in room["models"]}
        groups = (
            {
                "name": name,
                "app_label": slugify(name),
                "app_url": f"{reverse('admin:index')}#{slugify(name)}",
                "has_module_perms": True,
                "models": [
                    offered[model] for each in labels if (model := apps.get_model(each)) in offered
                ],
            }
            for name, labels in GROUPS.items()
        )
        return [group for group in groups if group["models"]]

    def index(self, request, extra_context=None):
        quarter = Quarter.objects.current()
        missing = all_missing(quarter.label) if quarter else None
        return super().index(
            request, {"open_quarter": quarter, "missing": missing} | (extra_context or {})
        )
