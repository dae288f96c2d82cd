"""How large the longest pages are: for each row, and for a county of 198 indicators."""

import gzip

import pytest
from django.test import RequestFactory

from laa_tracker.tables import Addresses, table
from tests.bench.county import OPEN, PUBLISHED, build_county
from tests.reports import samples

LARGEST = 300_000  # bytes of a dashboard
LARGEST_REPORT = 560_000
PACKED = 30_000


@pytest.mark.parametrize(
    ("name", "most"), [("lines", 510), ("classic", 1200), ("due", 300), ("lines_of_plan", 400)]
)
def test_another_row_of_a_table_takes_no_more_bytes_than_it_did(name, most):
    def size(rows):
        given = {"lines": samples.lines(rows), "caption": "All", "reference": "NI 101"}
        here = Addresses(RequestFactory().get("/"), "2009-q2")
        return len(table(name, stamp=samples.quarterly_report().stamp, here=here, **given).encode())

    assert (size(30) - size(10)) / 20 <= most


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_county_has_pages_of_a_size_that_a_telephone_can_load(client):
    county = build_county(198, 12)
    for person, address, most in (
        (county.board, f"/dashboard/{PUBLISHED.slug}/", LARGEST),
        (county.officer, f"/dashboard/{OPEN.slug}/", LARGEST),
        (county.board, f"/reports/{PUBLISHED.slug}/", LARGEST_REPORT),
        (county.officer, f"/reports/{OPEN.slug}/", LARGEST_REPORT),
    ):
        client.force_login(person)
        page = client.get(address).content
        assert len(page) <= most, address
        assert len(gzip.compress(page)) <= PACKED, address
