"""Pages of returns as a person reads them."""

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.look.markup import find, text


def client_of(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def words(page: HttpResponse) -> str:
    """All that can be read in the main part of a page, with single spaces."""
    (main,) = find(page.content.decode(), "main")
    return " ".join(text(main).split())
