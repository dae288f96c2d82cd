"""Each table goes out as a file and comes back: checked, looked at, saved whole or not at all."""

import csv
import io

import pytest
import xlsxwriter
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from accounts.tables.files import KINDS
from indicators.models import Actual, Target
from plans.models import Action
from tests import builders

TABLES = sorted(
    model._meta.label
    for model, pages in admin.site._registry.items()
    if hasattr(pages, "import_action")
)
LOOKED_AT = sorted(
    model._meta.label
    for model, pages in admin.site._registry.items()
    if not hasattr(pages, "import_action")
)
ENDINGS = [each.ending for each in KINDS]


def address(label, page):
    model = apps.get_model(label)._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_{page}")


def take(office, label, ending, query=""):
    """The table as a file."""
    form = {"format": str(ENDINGS.index(ending)), "resource": ""}
    return office.post(address(label, "export") + query, form).content


def bring(office, label, content, name="table.csv"):
    """The page that says what the file would change, or what is wrong with it."""
    if isinstance(content, str):
        content = content.encode()
    file = SimpleUploadedFile(name, content)
    return office.post(address(label, "import"), {"import_file": file, "resource": ""})


def confirm(office, label, page):
    """Press the preview's button."""
    form = page.context["confirm_form"].initial
    return office.post(address(label, "process_import"), form, follow=True)


def table(*rows):
    """A file of these rows."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def told(page):
    """(row, heading, sentence) of each problem on the page."""
    return [tuple(each) for each in page.context["problems"]]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("label", TABLES)
def test_what_is_taken_comes_back_as_no_change(office, one_of_everything, label, ending):
    content = take(office, label, ending)
    page = bring(office, label, content, f"table.{ending}")
    assert page.context.get("form") is None or not page.context["form"].errors
    assert page.context["problems"] == []
    assert page.context["totals"]["skip"] == apps.get_model(label).objects.count()
    assert page.context["changes"] == []
    assert b"There is nothing to save" in page.content


@pytest.mark.parametrize("label", LOOKED_AT)
def test_what_is_only_looked_at_can_be_taken_too(office, one_of_everything, label):
    rows = list(csv.reader(io.StringIO(take(office, label, "csv").decode("utf-8-sig"))))
    assert len(rows) == 1 + apps.get_model(label).objects.count()
