"""Every record keeps who changed it and when."""

import pytest
from django.core.management import call_command

from plans.models import Action
from tests.builders import make_action

pytestmark = pytest.mark.django_db


def test_what_is_changed_is_kept_as_it_was():
    action = make_action(action="Find tutors")
    action.action = "Find ten tutors"
    action.save()

    assert [each.action for each in action.history.order_by("history_id")] == [
        "Find tutors",
        "Find ten tutors",
    ]


def test_looking_into_a_history_makes_no_new_class():
    assert type(Action.history) is type(make_action().history)


def test_a_shell_finds_every_model_where_it_says_that_it_is(db, capsys):
    call_command("shell", command="print('started')")
    said = capsys.readouterr().out
    assert "started" in said
    assert "could not be" not in said
