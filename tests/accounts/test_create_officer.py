"""`create_officer EMAIL` makes the first officer, or puts one back, and prints the way in."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests import builders


def create_officer(*arguments):
    out = io.StringIO()
    call_command("create_officer", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_it_makes_an_officer_and_prints_a_link_that_lets_them_in(client):
    *_, words, link = create_officer("Ann@Council.example", "--name", "Ann Archer")
    officer = User.objects.get()
    assert (officer.email, officer.name, officer.is_officer) == (
        "ann@council.example",
        "Ann Archer",
        True,
    )
    assert not officer.has_usable_password()
    assert "It works once, until " in words
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    assert b"password1" in page.content


@pytest.mark.django_db
def test_it_puts_an_officer_back(client):
    builders.make_user(email="ann@council.example")
    User.objects.update(is_active=False)
    create_officer("ann@council.example")
    assert User.objects.get().is_officer


@pytest.mark.django_db
def test_it_says_in_one_line_what_is_wrong_with_the_address():
    with pytest.raises(CommandError) as refused:
        create_officer("nowhere")
    assert str(refused.value) == (
        '"nowhere" is not an e-mail address: write an address such as name@council.example.'
    )
