"""Every page of the admin opens, costs the same however long its list, and is an officer's only."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

from laa_tracker.admin import GROUPS, HOUSE
from tests.admin.conftest import make_one_of_everything
from tests.admin.test_tables import bring, table

pytestmark = pytest.mark.django_db

LABELS = [label for labels in GROUPS.values() for label in labels]


@pytest.fixture(scope="module")
def office(standing_officer, standing_office):
    """An officer's client, at one of everything, of which nothing is changed here."""
    make_one_of_everything(standing_officer)
    return standing_office


def address(label, page, *args):
    model = apps.get_model(label)._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_{page}", args=args)


def test_every_noun_is_in_the_admin_once_and_in_a_group():
    nouns = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in HOUSE
        and not model.__name__.startswith("Historical")
        and not model._meta.auto_created
    }
    assert sorted(LABELS) == sorted(nouns)
    assert {model._meta.label for model in admin.site._registry} == nouns


@pytest.mark.parametrize("label", LABELS)
def test_list_and_row_and_history_open(office, label):
    row = apps.get_model(label).objects.first()
    assert row is not None
    assert office.get(address(label, "changelist")).status_code == 200
    page = office.get(address(label, "change", quote(row.pk)))
    assert page.status_code == 200
    assert str(row) in page.content.decode().replace("&#x27;", "'")
    if hasattr(apps.get_model(label), "history"):
        assert office.get(address(label, "history", quote(row.pk))).status_code == 200
        version = row.history.first()
        earlier = address(label, "simple_history", quote(row.pk), version.pk)
        assert office.get(earlier).status_code == 200


@pytest.mark.parametrize("label", LABELS)
def test_search_and_adding_and_deleting_open(office, label):
    model = apps.get_model(label)
    row = model.objects.first()
    assert office.get(address(label, "changelist"), {"q": "NI101"}).status_code == 200
    view_only = not hasattr(model, "history")
    assert office.get(address(label, "add")).status_code == (403 if view_only else 200)
    deletion = office.get(address(label, "delete", quote(row.pk)))
    assert deletion.status_code == (403 if view_only else 200)


def test_index_groups_the_nouns_as_an_officer_thinks(office):
    page = office.get(reverse("admin:index"))
    assert [group["name"] for group in page.context["app_list"]] == list(GROUPS)
    first = page.context["app_list"][0]
    assert [model["name"] for model in first["models"]][:2] == ["Figures", "Action updates"]


# As HTML should be written

FIRST = ("indicators.Actual", "plans.DeliveryPlan", "audit.Entry")


def pages_of(office, label):
    """Each kind of page that a noun has, as (name, answer)."""
    model = apps.get_model(label)
    row = model.objects.first()
    yield "list", office.get(address(label, "changelist"))
    yield "search", office.get(address(label, "changelist"), {"q": "nobody has this"})
    yield "row", office.get(address(label, "change", quote(row.pk)))
    yield "export", office.get(address(label, "export"))
    if not hasattr(model, "history"):
        return
    key, version = quote(row.pk), row.history.first().pk
    yield "add", office.get(address(label, "add"))
    yield "refused", office.post(address(label, "add"), management_of(office, label))
    yield "history", office.get(address(label, "history", key))
    yield "version", office.get(address(label, "simple_history", key, version))
    yield "delete", office.get(address(label, "delete", key))
    chosen = {"action": "delete_selected", "_selected_action": [row.pk]}
    yield "delete several", office.post(address(label, "changelist"), chosen)
    yield "import", office.get(address(label, "import"))
    yield "wrong table", bring(office, label, table(("Colour",), ("red",)))


def management_of(office, label) -> dict:
    """A form sent with nothing in it."""
    forms = office.get(address(label, "add")).context["inline_admin_formsets"]
    return {
        f"{each.formset.prefix}-{name}": value
        for each in forms
        for name, value in each.formset.management_form.initial.items()
    }


def complaints_about(pages, html_checker, folder) -> list[str]:
    files = []
    for name, answer in pages:
        assert answer.status_code == 200, name
        files.append(folder / f"{name}.html")
        files[-1].write_bytes(answer.content)
    return html_checker(files)


def test_a_page_of_each_kind_is_written_as_html_should_be(office, html_checker, tmp_path):
    """Index, lists, forms with rows, histories, deletions, imports, exports; with errors too."""
    pages = [("index", office.get(reverse("admin:index")))]
    pages += [
        (f"{label} {kind}", answer) for label in FIRST for kind, answer in pages_of(office, label)
    ]
    rows = ("NI 31", "2009/10 Q5", "x", "abc"), ("NI 101", "2010/11", "2009/10 Q3", "17.8")
    headings = ("Indicator", "Period", "From", "Target")
    pages += [
        (name, bring(office, "indicators.Target", table(headings, row)))
        for name, row in zip(("problems", "preview"), rows, strict=True)
    ]
    assert complaints_about(pages, html_checker, tmp_path) == []


@pytest.mark.thorough
def test_every_page_of_the_admin_is_written_as_html_should_be(office, html_checker, tmp_path):
    pages = [
        (f"{label} {kind}", answer)
        for label in LABELS
        if label not in FIRST
        for kind, answer in pages_of(office, label)
    ]
    assert complaints_about(pages, html_checker, tmp_path) == []
