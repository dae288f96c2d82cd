"""When something went wrong: calm words, and nothing told that should not be."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.template.loader import get_template
from django.test import Client
from django.urls import path
from django.views import defaults
from django.views.csrf import csrf_failure

from tests.builders import make_officer, make_user
from tests.look.markup import find, text

SECRET = "NI 101 of 5 looked after children"


def heading(response):
    return text(find(response.content.decode(), "h1")[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        pytest.param(
            lambda request: defaults.bad_request(request, BadRequest(SECRET)), 400,
            "We could not understand that", id="400",
        ),
        pytest.param(
            lambda request: defaults.permission_denied(request, PermissionDenied(SECRET)), 403,
            "You may not do that", id="403",
        ),
        pytest.param(
            lambda request: csrf_failure(request, reason=SECRET), 403,
            "The page was open too long", id="a form from another session",
        ),
        pytest.param(
            lambda request: defaults.page_not_found(request, ValueError(SECRET)), 404,
            "Page not found", id="404",
        ),
        pytest.param(defaults.server_error, 500, "Something went wrong", id="500"),
    ],
)  # fmt: skip
def test_each_error_has_a_page_that_keeps_its_secret(rf, answer, status, words):
    request = rf.get("/plans/secret-plan/")
    request.user = make_user()

    response = answer(request)

    assert response.status_code == status
    assert heading(response) == words
    assert SECRET not in response.content.decode()
    assert "secret-plan" not in response.content.decode()


@pytest.mark.django_db
def test_an_error_before_anybody_is_known_has_a_page_too(rf):
    response = defaults.bad_request(rf.get("/"), BadRequest())

    assert heading(response) == "We could not understand that"


def test_the_page_of_a_failure_asks_for_nothing(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "no.such.Storage"},
    }

    html = get_template("500.html").render()

    assert text(find(html, "title")[0]) == "Something went wrong – LAA Tracker"
    assert [link[1]["href"] for link in find(html, "link")] == [
        "/static/img/favicon.svg",
        "/static/vendor/govuk-frontend/govuk-frontend.css",
        "/static/css/laa.css",
    ]


def broken(request):
    raise RuntimeError(SECRET)


urlpatterns = [path("broken/", broken)]


@pytest.mark.django_db
@pytest.mark.urls("tests.look.test_errors")
def test_a_fault_in_a_page_is_answered_calmly():
    client = Client(raise_request_exception=False)
    client.force_login(make_user())

    response = client.get("/broken/")

    assert response.status_code == 500
    assert heading(response) == "Something went wrong"
    assert SECRET not in response.content.decode()


@pytest.mark.django_db
def test_two_pages_that_are_not_there_look_the_same(client):
    client.force_login(make_officer())

    one, other = client.get("/no-such-page/"), client.get("/nor-this/")

    assert one.status_code == other.status_code == 404
    assert one.content == other.content


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_calmly():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "ann", "password": "secret"})

    assert response.status_code == 403
    assert heading(response) == "The page was open too long"
