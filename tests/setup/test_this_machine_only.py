"""The tests stay on this machine, and find their tools on it."""

import socket
import subprocess

import pytest

from tools import chromium, vnu


def test_a_test_that_reaches_another_machine_fails_at_once():
    with (
        socket.socket() as outside,
        pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"),
    ):
        outside.connect(("192.0.2.1", 80))


def test_a_chromium_that_is_named_and_missing_is_told(monkeypatch):
    monkeypatch.setenv("LAA_CHROMIUM", "/nowhere/chromium")

    with pytest.raises(chromium.NoChromium, match="/nowhere/chromium"):
        chromium.find_chromium()


def test_the_chromium_that_is_found_starts():
    version = subprocess.run(
        [chromium.find_chromium(), "--version"], capture_output=True, text=True, check=True
    )

    assert "Chrom" in version.stdout


def test_the_html_checker_finds_what_is_wrong_and_only_that(tmp_path, html_checker):
    page = '<!DOCTYPE html><html lang="en"><title>A page</title><p>{}</html>'
    right, wrong = tmp_path / "right.html", tmp_path / "wrong.html"
    right.write_text(page.format("<b>Met</b>"))
    wrong.write_text(page.format("<b>Met</i></b>"))

    found = html_checker([right, wrong])

    assert len(found) == 1
    assert found[0].startswith("wrong.html:1: Stray end tag")


def test_a_missing_html_checker_is_told(monkeypatch):
    monkeypatch.setattr(vnu.shutil, "which", lambda name: None)

    with pytest.raises(vnu.NoChecker, match="there is no Java here"):
        vnu.checker()
