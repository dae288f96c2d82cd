"""The environment is made once, and again only when the requirements change."""

import subprocess
from threading import Thread

import pytest

from tools import environment


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone in a folder with a space in its name, in which pip only notes what it was asked."""
    root = tmp_path / "a clone"
    root.mkdir()
    for name in environment.DEVELOPMENT:
        (root / name).write_text(f"# {name}\n")
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    monkeypatch.setattr(environment, "PYTHON", root / ".venv" / "bin" / "python")
    return root


@pytest.fixture
def commands(monkeypatch):
    """The programs that were started; each succeeds, and `-m venv` makes a Python."""
    started = []

    def run(command, **options):
        started.append([str(word) for word in command])
        if "venv" in command:
            environment.PYTHON.parent.mkdir(parents=True)
            environment.PYTHON.touch()
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(environment.subprocess, "run", run)
    return started


def installs(commands):
    return [[word for word in each if "requirements" in word] for each in commands if "pip" in each]


def test_a_bare_clone_gets_an_environment_with_hashes_required(clone, commands):
    assert environment.main([]) == 0

    assert installs(commands) == [[str(clone / "requirements.txt")]]
    assert "--require-hashes" in commands[-1]


def test_a_second_make_waits_for_the_first_and_finds_its_environment(clone, commands, capsys):
    with environment.alone():
        second = Thread(target=environment.main, args=([],))
        second.start()
        while "waiting for it" not in capsys.readouterr().out:
            assert second.is_alive()
        environment.make()
        environment.install(environment.RUNTIME)
        done = list(commands)
    second.join()

    assert commands[len(done) :] == [each for each in commands[len(done) :] if "-c" in each]
    assert len(installs(done)) == 1


def test_a_second_run_installs_nothing(clone, commands):
    environment.main([])
    commands.clear()

    assert environment.main([]) == 0
    assert installs(commands) == []


def test_changed_requirements_are_installed_again(clone, commands):
    environment.main([])
    commands.clear()
    (clone / "requirements.txt").write_text("# another version\n")

    environment.main([])

    assert len(installs(commands)) == 1


def test_the_tests_need_more_than_the_product_and_the_product_is_content_with_that(clone, commands):
    environment.main([])
    commands.clear()

    environment.main(["--dev"])
    environment.main([])

    assert installs(commands) == [
        [str(clone / "requirements.txt"), str(clone / "requirements-dev.txt")]
    ]


def test_an_environment_whose_python_is_gone_is_made_again(clone, commands):
    environment.main([])
    commands.clear()
    environment.PYTHON.unlink()

    environment.main([])

    assert len(installs(commands)) == 1


def test_a_failed_installation_is_told_and_tried_again_next_time(clone, commands, capsys):
    noting = environment.subprocess.run

    def failing_pip(command, **options):
        done = noting(command, **options)
        done.returncode = int("pip" in command)
        return done

    environment.subprocess.run = failing_pip

    assert environment.main([]) == 1
    assert "could not be installed" in capsys.readouterr().err
    assert environment.main([]) == 1
