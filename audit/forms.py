"""What of the log is shown: by whom, of which kind, about whose plan, from when to when."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.deeds import Deed
from accounts.models import User
from audit.models import Entry, Sight
from plans.models import DeliveryPlan

NOBODY = "none"
A_DAY = timedelta(days=1)
ANSWERS = [("", "Everything"), ("no", "Seen"), ("yes", "Refused")]


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Filter(forms.Form):
    """What both lists are asked for. What is not understood leaves nothing out."""

    by = forms.ChoiceField(label="Who", required=False)
    plan = forms.ChoiceField(label="Plan", required=False)
    since = day_field("From")
    until = day_field("To")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = sorted(
            (str(each), each.pk) for each in User.objects.get_queryset().only("name", "username")
        )
        self.fields["by"].choices = [
            ("", "Everybody"),
            *((str(pk), name) for name, pk in people),
            *self.more_people,
        ]
        # The reference of each plan there is, by its slug.
        self.plans = dict(
            DeliveryPlan.objects.order_by("reference").values_list("slug", "reference")
        )
        self.fields["plan"].choices = [("", "All"), *self.plans.items()]

    more_people: tuple[tuple[str, str], ...] = ()

    @property
    def asked(self) -> dict:
        """What was asked for and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class LogFilter(Filter):
    """Which entries."""

    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *Deed.choices]
    )
    field_order = ("by", "kind", "plan", "since", "until")
    more_people = ((NOBODY, "Nobody signed in"),)

    def chosen(self) -> QuerySet[Entry]:
        found, asked = Entry.objects.told(), self.asked
        if by := asked.get("by"):
            found = found.filter(person=None if by == NOBODY else by)
        if kind := asked.get("kind"):
            found = found.filter(deed=kind)
        if plan := asked.get("plan"):
            found = found.filter(plans__contains=f",{plan},")
        if since := asked.get("since"):
            found = found.filter(at__gte=start_of(since))
        if until := asked.get("until"):
            found = found.filter(at__lt=start_of(until + A_DAY))
        return found.order_by("-number").select_related("person")


class SightFilter(Filter):
    """Which looks at restricted pages."""

    refused = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Everything"), ("no", "Seen"), ("yes", "Refused")],
    )
    field_order = ("by", "refused", "plan", "since", "until")

    def chosen(self) -> QuerySet[Sight]:
        found, asked = Sight.objects.all(), self.asked
        if by := asked.get("by"):
            found = found.filter(person=by)
        if refused := asked.get("refused"):
            found = found.filter(refused=refused == "yes")
        if plan := asked.get("plan"):
            found = found.filter(Q(page__contains=f"/{plan}/") | Q(page__contains=f"/{plan}."))
        if since := asked.get("since"):
            found = found.filter(day__gte=since)
        if until := asked.get("until"):
            found = found.filter(day__lte=until)
        return found.order_by("-pk").select_related("person")


def start_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
