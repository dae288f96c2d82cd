"""Whoever cannot be served at a port is told at once, in one sentence, with the remedy."""

import socket

import pytest

from tools import port


@pytest.fixture
def listener():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening


def test_a_taken_port_is_told_with_the_command_that_helps(listener):
    taken = listener.getsockname()[1]

    sentence = port.problem_with(str(taken))

    assert sentence.startswith(f"Port {taken} is taken: ")
    assert "make run PORT=8" in sentence
    assert f"PORT={taken}" not in sentence
    assert "\n" not in sentence


def test_the_port_it_recommends_is_free(listener, monkeypatch):
    tried = []

    def refusal_to_listen(number):
        tried.append(number)
        return None if number == 8002 else OSError("in use")

    monkeypatch.setattr(port, "refusal_to_listen", refusal_to_listen)

    assert "make run PORT=8002" in port.problem_with("8000")
    assert tried == [8000, 8000, 8001, 8002]


def test_nothing_is_said_of_a_free_port(listener):
    free = listener.getsockname()[1]
    listener.close()

    assert port.problem_with(str(free)) == ""


@pytest.mark.parametrize("text", ["", "http", "8000 ", "-1", "0", "65536", "٨٠٠٠", "80.5"])
def test_what_is_no_port_is_refused_with_an_example(text):
    assert port.problem_with(text) == (
        f"PORT is “{text}”: write a number from 1 to 65535, such as make run PORT=8001."
    )
