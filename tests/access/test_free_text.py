"""No free text reaches a public output before an officer has cleared it.

Into every text that our people write a word is planted that tells whence it comes; then a quarter
is published, and everything is read that anybody may read who has no part: pages, feeds, files.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from django.apps import apps
from django.db import models
from django.test import override_settings
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from periods.models import Quarter
from periods.triggers import filled_in_once, lifted
from plans.models import DeliveryPlan
from reports.disclosure.clearing import clear
from reports.releases.publishing import publish, withdraw
from returns.models import Flag
from tests.access.crawl import Visit, Visitor, rolled_back
from tests.access.house import TODAY, House, build_house
from tests.access.matrix import ROLES, addressed
from tests.builders import make_actual, make_baseline, make_rule, make_target

pytestmark = pytest.mark.django_db

ROOMS = ("plans", "indicators", "risks", "returns")
PUBLISHED = "2009/10 Q2"
READ = ("/dashboard/", "/plans/", "/indicators/", "/reports/", "/changes/", "/feeds/", "/public/")
# Where nobody signs in, once that is switched on.
PUBLIC_PAGE = ["/public/", "/public/2009-q2/"]
# In a PDF one may stand right behind another.
PLANTED = re.compile(r"planted-[a-z]+-[a-z_]+?(?=planted-|[^a-z_]|\Z)")
# What names a thing or says how it is counted: the public reads it with the figures.
PUBLIC = {
    "plans.Agreement": "title area first_year last_year",
    "plans.DeliveryPlan": "reference title theme ended_in",
    "plans.Dependency": "priority",
    "indicators.Indicator": "code title numerator_words denominator_words counted_as cohort "
    "broken_down_by",
    "indicators.IndicatorRule": "from_quarter definition",
    "indicators.Baseline": "from_quarter period",
    "indicators.Target": "from_quarter period",
    "indicators.Actual": "period marker",
    "indicators.Comparator": "name",
    "indicators.ComparatorValue": "period",
    "risks.RiskAssessment": "impact likelihood",
    "returns.Draft": "about",
    "returns.Flag": "about title",
    "returns.RoundEvent": "what",
    "returns.ReturnEvent": "sections",
}
# What an officer clears, and where it stands. What is beside a hidden figure is hidden with it.
CLEARED = {
    "planted-deliveryplan-priority": "plan/ni-101/priority",
    "planted-return-summary": "plan/ni-101/summary",
    "planted-action-action": "plan/ni-101/action 1",
    "planted-actionupdate-commentary": "plan/ni-101/action 1/update",
    "planted-risk-risk": "plan/ni-101/risk 1",
    "planted-actual-why": "indicator/ni-101/why",
    "planted-actual-source": "indicator/ni-99/figure for 2008-09 reported in 2009-q2/source",
    "planted-deliveryplan-prepared_by": "plan/ni-101/prepared by",
    "planted-policy-policy": "plan/ni-101/policy 1",
    "planted-risk-owner": "plan/ni-101/risk 1/owner",
    "planted-target-reason": "indicator/ni-101/target for 2008-09/reason",
    "planted-deliveryplan-theme_group": "plan/ni-101/theme group",
    "planted-dependency-theme_group": "plan/ni-101/dependency on NI 50/theme group",
    "planted-indicatorrule-why_not_comparable": "indicator/ni-99/rule from 2009-q2/"
    "why it is not comparable",
    **{
        f"planted-comparatorvalue-{name}": f"indicator/ni-101/comparator All pupils in "
        f"Worcestershire for 2007-08/{at}"
        for name, at in (
            ("because", "how comparable it is"),
            ("definition", "definition"),
            ("source", "source"),
        )
    },
}
# What nobody changes once it is written.
KEPT = {"returns.ReturnEvent", "returns.RoundEvent"}
# Said of a round in its own place, and by a release.
REASON = "planted-release-reason"
# What none of the pages that are read here tells officers either.
SHOWN_NOWHERE = {
    "planted-baseline-approval_reference",
    "planted-actual-reason",
    "planted-milestoneupdate-reason",
    "planted-flag-note",
}


def texts() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every noun, and of it every text that is nobody's choice from a list."""
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in ROOMS or model._meta.model_name.startswith("historical"):
            continue
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and not isinstance(field, models.SlugField)
            and field.name not in PUBLIC.get(label, "").split()
        ]
        if names and label not in KEPT:
            yield model, names


def word(model: type[models.Model], name: str) -> str:
    return f"planted-{model._meta.model_name}-{name}"


FREE = {word(model, name) for model, names in texts() for name in names} | {REASON}


# Texts that only some rows have: which ones.
WHERE = {
    "planted-actual-not_available_because": {"standing": "not available"},
    "planted-deliveryplan-ended_because": {"ended_in__gt": ""},
}


def plant() -> None:
    """Write a word of its own into every free text there is, behind everybody's back."""
    with lifted(filled_in_once(Flag, "settled_at", "settled_by")):
        for model, names in texts():
            for name in names:
                planted = word(model, name)
                rows = model._base_manager.filter(**WHERE.get(planted, {}))
                assert rows.update(**{name: planted}), planted


def build_planted_house() -> House:
    """The house, with planted words in all that was published last and in all that is open."""
    house = build_house()
    officer = house.people["officer"]
    quarter = Quarter.objects.get(label=PUBLISHED)
    withdraw(quarter, by=officer, reason=REASON)
    plan = DeliveryPlan.objects.get(reference="NI 99")
    annual, count = plan.indicators.order_by("frequency")
    make_baseline(indicator=count, period="2008/09 Q2", value=Decimal(40))
    make_target(indicator=annual, period="2009/10", value=Decimal(20))
    make_rule(
        indicator=annual, from_quarter=PUBLISHED, definition="Counted otherwise",
        comparable_with_before=False, why_not_comparable="Others are counted",
    )  # fmt: skip
    make_actual(
        indicator=count, reported_in=quarter, period="2009/10 Q1", standing="not available",
        not_available_because="Not counted",
    )  # fmt: skip
    plan.ended_in = "2009/10 Q4"
    plan.ended_because = "It is done"
    plan.save()
    plant()
    publish(Quarter.objects.get(label=PUBLISHED), by=officer, reason=REASON)
    return house


def read_by(house: House, role: str, **query: str) -> list[Visit]:
    """Every page, feed and file that somebody in this role is given."""
    visitor = Visitor(house, role)
    column = ROLES.index(role)
    addresses = [
        with_query(address, **query)
        for address, answers in addressed().items()
        if answers[column] == "200" and not address.startswith(("/admin/", "/returns/", "/imports"))
        if not query or address.startswith(READ)
    ]
    return [visitor.get(address) for address in [*PUBLIC_PAGE, *addresses]]


def with_query(address: str, **query: str) -> str:
    path = re.sub(r"([?&])audience=\w+&?", r"\1", address).rstrip("?&") if query else address
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{path}{'&' if '?' in path else '?'}{said}" if said else path


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker) -> dict[str, list[Visit]]:
    """What the public reads, and what an officer reads."""
    with (
        django_db_blocker.unblock(),
        rolled_back(),
        override_settings(LAA_TODAY=TODAY, LAA_PUBLIC=True),
    ):
        house = build_planted_house()
        return {
            "anonymous": read_by(house, "anonymous"),
            "stranger": read_by(house, "stranger"),
            "officer as the public": read_by(house, "officer", audience="public"),
            "officer": read_by(house, "officer"),
            **read_once_cleared(house),
        }


def read_once_cleared(house: House) -> dict[str, list[Visit]]:
    """What the public reads after an officer cleared some of the texts."""
    clear(((place, word) for word, place in CLEARED.items()), by=house.people["officer"])
    return {f"{role}, cleared": read_by(house, role) for role in ("anonymous", "stranger")}


def test_the_public_reads_what_was_cleared_and_no_other_text(visits):
    found = {each for visit in visits["stranger, cleared"] for each in found_in(visit)}

    assert found == set(CLEARED)


def test_where_nobody_signs_in_some_of_it_is_read_and_no_other_text(visits):
    found = {each for visit in visits["anonymous, cleared"] for each in found_in(visit)}

    assert found
    assert found <= set(CLEARED)


def test_a_text_is_cleared_at_its_place_only(visits):
    told = {
        str(each)
        for each in visits["stranger, cleared"]
        if "planted-deliveryplan-priority" in found_in(each) and "ni-99" in each.address
    }

    assert told == set()


def found_in(visit: Visit) -> set[str]:
    return set(PLANTED.findall(words_of(visit.body)))


@cache  # several tests read the same page, and the same file is given to several people
def words_of(body: bytes) -> str:
    """What is written in a page, a feed, a PDF, or a file that is an archive of others."""
    if body.startswith(b"%PDF"):
        return words_of_pdf(body)
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(each).decode(errors="replace") for each in archive.namelist())


def words_of_pdf(body: bytes) -> str:
    """What is written on the pages of a PDF, and what it says of itself, its parts and pictures.

    A word that its column breaks is put together again: there may be more in it then, never less.
    """
    reader = PdfReader(io.BytesIO(body))
    told = [each.extract_text() for each in reader.pages]
    told += [str(each) for each in (reader.metadata or {}).values()]
    told += [str(each.title) for each in flat(reader.outline)]
    told += [str(each["/Alt"]) for each in objects_of(reader) if "/Alt" in each]
    return "".join(" ".join(told).replace("\N{ZERO WIDTH SPACE}", "").split())


def flat(outline: list) -> Iterator:
    """Every bookmark, those below others too."""
    for each in outline:
        yield from flat(each) if isinstance(each, list) else [each]


def objects_of(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every object of the file that has names for what it holds."""
    for number in range(1, reader.trailer["/Size"]):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


@pytest.mark.parametrize("who", ["anonymous", "stranger", "officer as the public"])
def test_the_public_reads_no_text_that_nobody_cleared(visits, who):
    told = {str(each): sorted(found_in(each)) for each in visits[who] if found_in(each)}

    assert told == {}


def test_the_public_reads_pages_feeds_and_files(visits):
    for who in ("stranger", "officer as the public"):
        read = [each for each in visits[who] if each.answer == "200"]
        kinds = {each.headers["Content-Type"].partition(";")[0] for each in read}
        assert {"text/html", "application/json", "text/csv", "application/pdf"} <= kinds
        assert len(read) > 40


@pytest.mark.parametrize("kind", ["application/pdf", "wordprocessingml.document", "sheet"])
def test_what_is_written_in_an_officers_file_is_found(visits, kind):
    files = [each for each in visits["officer"] if kind in each.headers.get("Content-Type", "")]

    assert any(found_in(each) for each in files)


def test_every_planted_text_is_read_by_an_officer(visits):
    found = {each for visit in visits["officer"] for each in found_in(visit)}

    assert FREE - found <= SHOWN_NOWHERE


def test_every_text_is_either_public_or_free():
    """A new text is free until somebody says here that the public may read it."""
    fields = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for name in PUBLIC.get(model._meta.label, "").split()
        for field in [model._meta.get_field(name)]
        if isinstance(field, models.CharField | models.TextField)
    }

    assert len(fields) == sum(len(names.split()) for names in PUBLIC.values())
