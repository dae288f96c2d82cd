"""The frame around every page: header, navigation, notices, messages, breadcrumbs, footer."""

from datetime import date

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls.base import get_script_prefix, set_script_prefix

from laa_tracker.context import places
from tests.builders import make_officer, make_part, make_user
from tests.look.markup import find, specified, text, tree


def page(user=None, path="/plans/", **context):
    """The frame at an address, as this person sees it."""
    request = RequestFactory().get(path)
    if user:
        request.user = user
    return render_to_string("base.html", context, request)


def include(name, **context):
    return render_to_string(f"includes/{name}.html", context)


# What a browser and a screen reader need -----------------------------------------------


@pytest.mark.django_db
def test_the_page_says_its_language_and_lets_keys_skip_to_its_content():
    html = page()

    assert find(html, "html", lang="en")
    (skip,) = find(html, "a", class_="govuk-skip-link")
    assert find(html, "main", id=skip[1]["href"].removeprefix("#"))


@pytest.mark.django_db
def test_nothing_stands_in_the_page_that_the_content_security_policy_stops():
    html = page(make_officer())

    assert " style=" not in html
    assert not find(html, "style")
    assert all(script[1].get("src") and not script[2:] for script in find(html, "script"))


@pytest.mark.django_db
def test_scripts_start_the_components_from_the_address_in_the_page():
    html = page()

    (library,) = find(html, "link", id="govuk-frontend")
    assert library[1]["href"].endswith("govuk-frontend.min.js")
    assert find(html, "script", type="module")


@pytest.mark.django_db
def test_the_crown_is_not_ours_to_wear():
    html = page(make_officer()).lower()

    assert "crown" not in html
    assert "gov.uk" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "begins"),
    [
        pytest.param(None, "", id="nothing sent"),
        pytest.param({}, "Error: ", id="something missing"),
        pytest.param({"name": "NI 101"}, "", id="all well"),
    ],
)
def test_the_title_and_the_top_of_the_page_tell_of_errors(data, begins):
    class NameForm(forms.Form):
        name = forms.CharField()

    html = page(form=NameForm(data))

    assert text(find(html, "title")[0]).startswith(begins or "–")
    assert bool(find(html, "div", class_="govuk-error-summary")) == bool(begins)


# Where one may go -----------------------------------------------------------------------

EVERYBODY = ["Dashboard", "Plans", "Reports"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "offered"),
    [
        pytest.param({}, EVERYBODY, id="without a part"),
        pytest.param({"office": "Board member"}, EVERYBODY, id="Board member"),
        pytest.param(
            {"office": "officer"},
            [*EVERYBODY, "Returns", "Quarters", "Imports", "Admin"],
            id="officer",
        ),
    ],
)
def test_the_navigation_offers_what_an_office_may_do(given, offered):
    html = page(make_user(**given))

    (navigation,) = find(html, "nav")
    assert [text(link) for link in find([navigation], "a")] == offered


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["contributor", "lead"])
def test_returns_are_offered_to_whoever_has_a_part_in_a_plan(part):
    html = page(make_part(part=part).user)

    (navigation,) = find(html, "nav")
    assert [text(link) for link in find([navigation], "a")] == [*EVERYBODY, "Returns"]


@pytest.mark.django_db
def test_somebody_not_signed_in_is_offered_nothing_but_what_is_open_to_all():
    links = {link[1]["href"] for link in find(page(), "a")}

    assert links == {"#main-content", "/", "/accessibility/", "/privacy/", "/cookies/"}


@pytest.mark.django_db
def test_the_page_says_who_is_signed_in_and_how_to_leave():
    html = page(make_user(name="Ann <Lee>"))

    (person,) = find(html, "ul", class_="laa-person")
    assert text(person) == "Ann <Lee> Your account Sign out"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "marked"),
    [
        pytest.param("/plans/", {"Plans": "page"}, id="on it"),
        pytest.param("/plans/ni-101/", {"Plans": "true"}, id="below it"),
        pytest.param("/", {}, id="elsewhere"),
    ],
)
def test_the_navigation_marks_where_one_is(path, marked):
    html = page(make_officer(), path)

    (navigation,) = find(html, "nav")
    current = {
        text(link): link[1]["aria-current"]
        for link in find([navigation], "a")
        if "aria-current" in link[1]
    }
    assert current == marked


def test_the_navigation_has_the_html_of_a_service_navigation():
    offered = [
        (f"Navigation item {number}", f"#/{number}", "page" if number == 2 else "")
        for number in (1, 2, 3, 4)
    ]

    html = include("navigation", offered=offered)

    expected = specified("service-navigation", "with navigation with a current item")
    assert find(html, "ul") == find(expected, "ul")


@pytest.mark.django_db
def test_a_request_without_a_user_is_offered_no_places(rf):
    assert places(rf.get("/")) == []


@pytest.mark.django_db
def test_below_a_prefix_the_navigation_stays_below_it(rf):
    request = rf.get("/plans/", SCRIPT_NAME="/laa")
    request.user = make_user()

    usual = get_script_prefix()
    set_script_prefix("/laa/")
    try:
        addresses = [place.address for place in places(request)]
    finally:
        set_script_prefix(usual)

    assert addresses == ["/laa/dashboard/", "/laa/plans/", "/laa/reports/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("organisation", "header", "service"),
    [
        pytest.param("", "LAA Tracker", [], id="nobody's yet"),
        pytest.param("Worcestershire", "Worcestershire", ["LAA Tracker"], id="a council's"),
    ],
)
def test_the_header_names_the_organisation_and_the_service_once(
    settings, organisation, header, service
):
    settings.LAA_ORGANISATION = organisation

    html = page(make_user())

    (first,) = find(html, "a", class_="govuk-generic-header__homepage-link")
    assert text(first) == header
    named = find(html, "span", class_="govuk-service-navigation__service-name")
    assert [text(each) for each in named] == service


# What is not ordinary -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "today", "said"),
    [
        pytest.param("ann@council.example", None, [], id="an ordinary day"),
        pytest.param(
            "ann@council.example", date(2010, 1, 11), ["Today is taken to be 11 January 2010."],
            id="a fixed day",
        ),
        pytest.param(
            "officer@worcestershire.example",
            None,
            [
                "The results shown are made up. Only NI 101’s delivery plan, with its baseline and "
                "targets, and the comparators are real."
            ],
            id="demonstration",
        ),
    ],
)  # fmt: skip
def test_every_page_says_what_is_not_ordinary(settings, email, today, said):
    settings.LAA_TODAY = today
    make_user(email=email)

    notices = [text(notice) for notice in find(page(), "aside")]

    assert len(notices) == len(said)
    assert all(words in notice for words, notice in zip(said, notices, strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("restricted", [True, False])
def test_a_page_with_small_numbers_says_so(restricted):
    html = page(restricted=restricted)

    assert ("Restricted: contains small numbers" in html) == restricted


# Pieces ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "words", "example"),
    [
        pytest.param(
            constants.SUCCESS, "Email sent to example@email.com", "with type as success",
            id="success",
        ),
        pytest.param(
            constants.INFO, "This publication was withdrawn on 7 March 2014.", "default",
            id="information",
        ),
    ],
)  # fmt: skip
def test_a_message_has_the_html_of_a_notification_banner(level, words, example):
    html = include("messages", messages=[Message(level, words)])
    html = html.replace("notification-1", "govuk-notification-banner-title")

    expected = specified("notification-banner", example)
    if level == constants.SUCCESS:
        html = html.replace("Done", "Success")  # what was done is said in plainer words
    assert tree(html) == expected


def test_messages_are_told_apart():
    html = include(
        "messages",
        messages=[Message(constants.SUCCESS, "Saved."), Message(constants.ERROR, "Not sent.")],
    )

    headings = [text(each) for each in find(html, "h2")]
    ids = [each[1]["id"] for each in find(html, "h2")]
    assert headings == ["Done", "There is a problem"]
    assert len(set(ids)) == 2


def test_breadcrumbs_have_the_html_of_breadcrumbs():
    html = Template(
        '{% load laa %}{% breadcrumbs "Home" "/" "Section" "/section" "Sub-section" '
        '"/section/sub-section" "Sub Sub-section" "/section/sub-section/sub-sub-section" %}'
    ).render(Context())

    assert tree(html) == specified("breadcrumbs", "default")


def test_breadcrumbs_want_an_address_for_each_word():
    with pytest.raises(ValueError, match="shorter"):
        Template('{% load laa %}{% breadcrumbs "Home" "/" "Plans" %}').render(Context())


def pagination(number, pages, query=""):
    numbered = Paginator(range(pages), 1).page(number)
    request = RequestFactory().get(f"/plans/{query}")
    return render_to_string("includes/pagination.html", {"page": numbered}, request)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "pages", "example"),
    [
        pytest.param(2, 3, "default", id="in the middle"),
        pytest.param(1, 3, "first page", id="first"),
        pytest.param(3, 3, "last page", id="last"),
        pytest.param(10, 40, "with many pages", id="one of many"),
    ],
)
def test_pages_have_the_html_of_a_pagination(number, pages, example):
    html = pagination(number, pages)
    html = html.replace(f'href="?page={number - 1}" rel="prev"', 'href="/previous" rel="prev"')
    html = html.replace(f'href="?page={number + 1}" rel="next"', 'href="/next" rel="next"')

    assert tree(html.replace('"?page=', '"/page/')) == specified("pagination", example)


@pytest.mark.django_db
def test_another_page_keeps_what_was_searched_for():
    (link,) = find(pagination(1, 2, "?q=exams&page=1"), "a", rel="next")

    assert link[1]["href"] == "?q=exams&page=2"


@pytest.mark.django_db
def test_one_page_needs_no_numbers():
    assert not tree(pagination(1, 1))


def test_the_quarter_switch_leads_back_on_and_anywhere():
    html = include(
        "quarter_switch",
        current="2009/10 Quarter 2",
        state="published 5 November 2009",
        previous=("2009/10 Quarter 1", "/reports/2009-q1/"),
        next=("2009/10 Quarter 3", "/reports/2009-q3/"),
        quarters=[("2009/10 Quarter 2", "/reports/2009-q2/")],
    )

    assert [(link[1]["href"], link[1].get("rel")) for link in find(html, "a")] == [
        ("/reports/2009-q1/", "prev"),
        ("/reports/2009-q3/", "next"),
        ("/reports/2009-q2/", None),
    ]
    assert "2009/10 Quarter 2, published 5 November 2009" in text(find(html, "nav")[0])
    assert find(html, "a", aria_current="page")


def test_at_the_first_quarter_there_is_no_way_back():
    html = include("quarter_switch", current="2008/09 Quarter 1", quarters=[])

    assert not find(html, "a")
    assert not find(html, "details")


@pytest.mark.parametrize(
    ("value", "absent", "shown"),
    [
        pytest.param("Nil", "", "Nil", id="the plan's own word"),
        pytest.param("", "", "Not stated", id="blank"),
        pytest.param("", "Not set", "Not set", id="blank, with a word for it"),
    ],
)
def test_a_row_of_a_summary_says_when_nothing_was_stated(value, absent, shown):
    html = include("summary_row", key="Resources", value=value, absent=absent)

    assert text(find(html, "dd")[0]) == shown


def test_an_empty_place_says_what_to_do():
    html = include("empty", message="There is no plan yet.", href="/imports/", action="Import one")

    assert text(find(html, "div")[0]) == "There is no plan yet. Import one"
    assert find(html, "a", href="/imports/")
