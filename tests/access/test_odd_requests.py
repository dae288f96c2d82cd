"""Whatever is asked for, and however, is answered with a page: nothing is an error of ours."""

from collections.abc import Iterator
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from risks.models import RiskAssessment
from tests.access.crawl import Visitor
from tests.access.matrix import addressed
from tests.access.test_matrix import built

pytestmark = pytest.mark.django_db

KIBIBYTE = 1024
# What pages, the admin's lists and the feeds read of an address.
NAMES = (
    "page", "sort", "quarter", "as_at", "audience", "plan", "status", "q", "o", "p", "all", "e",
    "this_quarter", "next", "from", "to", "person", "deed", "id__in", "id__exact", "part_of__id",
    "history_date", "_to_field", "_popup", "_changelist_filters", "app_label", "model_name",
    "field_name", "term", "cursor", "theme", "show", "sheet", "row", "number", "draft", "token",
)  # fmt: skip
ODD = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"..", b"../../etc/passwd", b"%", b"%25", b"'", b'"><b>',
    b"-1", b"0", b"1e400", b"9" * 40, b"NaN", b"null", b"[]", b"{}", b"2009-q2", b"2009-q9",
    b"2009/10 Q2", b"0000-q1", "١٢٣".encode(), "ⅷ".encode(), "\u202e".encode(), b"a" * 3000,
)  # fmt: skip
BYTES = st.sampled_from(ODD) | st.binary(max_size=20)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=9), BYTES), max_size=4)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "HTTP_COOKIE",
            "HTTP_ACCEPT",
            "HTTP_RANGE",
            "HTTP_IF_NONE_MATCH",
            "HTTP_REFERER",
            "HTTP_IF_MODIFIED_SINCE",
            "HTTP_X_FORWARDED_FOR",
            "HTTP_AUTHORIZATION",
            "HTTP_ORIGIN",
            "HTTP_ACCEPT_LANGUAGE",
            "HTTP_X_REQUEST_ID",
            "HTTP_X_SAVES",
            "HTTP_USER_AGENT",
            "CONTENT_TYPE",
            "CONTENT_LENGTH",
        ]
    ),
    BYTES.map(lambda each: each.decode("latin-1")) | st.just("a" * 64 * KIBIBYTE),
    max_size=3,
)


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker) -> Iterator[list[Visitor]]:
    with built(django_db_blocker) as house:
        yield [Visitor(house, role) for role in ("anonymous", "lead", "board", "officer")]


@st.composite
def requests(draw) -> tuple[str, dict[str, str]]:
    """An address of ours with something odd in its path or its query, and odd headers."""
    path = draw(st.sampled_from([each.partition("?")[0] for each in addressed()]))
    if draw(st.booleans()):
        parts = path.strip("/").split("/")
        parts[draw(st.integers(0, len(parts) - 1))] = quote_from_bytes(draw(BYTES), safe="")
        path = f"/{'/'.join(parts)}{draw(st.sampled_from(['/', '', '//']))}"
    query = urlencode(draw(QUERIES))
    return f"{path}?{query}" if query else path, draw(HEADERS)


@pytest.mark.parametrize(
    "address", ["/plans/%00/", "/plans/?q=%00", "/admin/risks/risk/%00/history/", "/%00"]
)
def test_a_zero_byte_is_in_no_address_of_ours(visitors, address):
    assert [each.client.get(address).status_code for each in visitors] == [404] * len(visitors)


@pytest.mark.parametrize("key", ["x", "%E2%85%B7", "-1", "9" * 40, "1e400"])
@pytest.mark.parametrize("page", ["change", "history", "history/1", "delete"])
def test_a_row_that_cannot_be_there_is_not_there(visitors, key, page):
    *_, officer = visitors
    address = f"/admin/risks/riskassessment/{key}/{page}/"
    assert officer.client.get(address, follow=True).status_code in (200, 404)


@pytest.mark.parametrize("version", ["x", "%FF%FE", "-1", "9" * 40])
def test_a_version_that_cannot_be_there_is_not_there(visitors, version):
    *_, officer = visitors
    key = RiskAssessment.objects.values_list("pk", flat=True).first()
    address = f"/admin/risks/riskassessment/{key}/history/{version}/"
    assert officer.client.get(address).status_code == 404


@pytest.mark.thorough
@given(requests())
@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_request_is_an_error_of_ours(visitors, asked):
    address, headers = asked
    for visitor in visitors:
        response = visitor.client.generic("GET", address, **headers)
        response.getvalue()  # of a file nothing stays open
        assert response.status_code < 500, visitor.role
