"""The log of a real house: from its first command on, and after its demonstration went."""

import subprocess

import pytest

from tests.journeys.site import Site

pytestmark = pytest.mark.slow


def test_the_log_of_the_demonstration_is_as_written_and_stays_so_when_it_goes(tmp_path):
    site = Site(tmp_path)
    site.manage("prepare")
    site.manage("load_demonstration")
    first = site.manage("verify_audit")
    head = first.splitlines()[0].partition("head ")[2]

    site.manage("remove_demonstration", "--yes")

    assert first.endswith("as written\n")
    assert site.manage("verify_audit", "--head", head).endswith("as written\n")
    with pytest.raises(subprocess.CalledProcessError):
        site.manage("verify_audit", "--head", f"1{head}")
