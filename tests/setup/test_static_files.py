"""What anybody may fetch of the static files: what pages need, and no list of them all."""

import pytest
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from laa_tracker.static_files import StaticFiles

pytestmark = pytest.mark.django_db  # an answer that is closed lets the database go


@pytest.fixture
def answer(settings, tmp_path, rf):
    """The status of an address of a house whose files were collected, as this middleware says."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    for name in ("staticfiles.json", "staticfiles.json.gz", "laa.css", "not-staticfiles.json"):
        (tmp_path / name).write_bytes(b"{}")

    def asked(middleware, name: str) -> int:
        ours = middleware(lambda request: HttpResponse(status=404))
        told = ours(rf.get(f"/static/{name}"))
        told.close()
        return told.status_code

    return asked


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("laa.css", 200),
        ("not-staticfiles.json", 200),
        ("staticfiles.json", 404),
        ("staticfiles.json.gz", 404),
    ],
)
def test_a_file_is_served_and_the_list_of_all_files_is_not(answer, name, status):
    assert answer(StaticFiles, name) == status


def test_whitenoise_would_serve_the_list_so_the_test_above_can_fail(answer):
    assert answer(WhiteNoiseMiddleware, "staticfiles.json") == 200
