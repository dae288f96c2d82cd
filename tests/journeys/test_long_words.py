"""A web address in a title is one long word: no page becomes wider than its screen by it."""

import pytest

from tests.journeys.fitness import DESK, TELEPHONE

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]

ADDRESS = "https://www.council.example?page=educationofchildrenwhoarelookedafter"
MADE_LONG = f"""
from indicators.models import Indicator
from plans.models import Action, DeliveryPlan, Dependency, Milestone
from risks.models import Risk
for model, name in (
    (Indicator, "title"), (DeliveryPlan, "title"), (Action, "action"), (Milestone, "words"),
    (Risk, "risk"), (Dependency, "priority"),
):
    for row in model.objects.all():
        setattr(row, name, f"{ADDRESS} {{getattr(row, name)}}")
        row.save()
"""
PAGES = (
    "/",
    "/dashboard/",
    "/dashboard/2009-q3/",
    "/dashboard/2009-q3/?type=large",
    "/changes/2009-q2..2009-q3/",
    "/plans/",
    "/plans/ni-101/",
    "/indicators/ni-101/",
    "/dependencies/",
    "/reports/",
    "/reports/2009-q3/",
    "/reports/2009-q3/ni-101/",
    "/returns/",
    "/returns/ni-101/2009-q3/check/",
    "/quarters/2009-q3/close/",
    "/texts/2009-q3/",
)


def test_a_web_address_in_a_title_makes_no_page_wider_than_its_screen(own_site, arrive):
    own_site.manage("shell", "-c", MADE_LONG)
    page = arrive(own_site, "officer")
    too_wide = []
    for size in (TELEPHONE, DESK):
        page.set_viewport_size(size)
        for address in PAGES:
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                too_wide.append((address, width))

    assert too_wide == []
