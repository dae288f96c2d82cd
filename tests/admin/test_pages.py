"""Every page of the admin opens, costs the same however long its list, and is an officer's only."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

from laa_tracker.admin import GROUPS, HOUSE
from tests.admin.conftest import make_one_of_everything

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
