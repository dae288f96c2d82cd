"""A web worker stays small, whatever it was asked for, and does not grow with what it is asked."""

import os
import subprocess
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.journeys.addresses import PAGES
from tests.journeys.site import SERVER, Site, signed_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it in /proc"),
]
FILES = {
    "officer": (
        "/reports/2009-q2.xlsx",
        "/reports/2009-q2.csv",
        "/dashboard/2009-q2.pdf",
        "/dashboard/2009-q2.docx",
        "/plans/ni-101.pdf",
        "/plans/ni-101.docx",
        "/imports/export.xlsx",
        "/imports/template.xlsx",
    )
}
REQUESTS = int(os.environ.get("LAA_MEMORY_REQUESTS") or 1_000)
# A council's environment has them not; here they are found, and loaded by what can use them.
ONLY_FOR_TESTS = ("numpy", "openpyxl")
MOST, MOST_MORE = 110, 10  # megabytes


class OneWorker(Site):
    """The demonstration, served by one worker, which so gets every request."""

    def serve(self) -> None:
        for each in ONLY_FOR_TESTS:
            (self.directory / f"{each}.py").write_text("raise ImportError\n")
        surroundings = {"PORT": str(self.port), "PYTHONPATH": str(self.directory)}
        self._run([*SERVER, "--workers", "1"], surroundings | {"LAA_RUN_IMPORTS": "0"})

    def megabytes(self) -> float:
        found = subprocess.run(
            ["ps", "-o", "rss=", "--ppid", str(self.server.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        [kilobytes] = found.stdout.split()
        return int(kilobytes) / 1024


def test_a_worker_stays_small_over_very_many_requests(demonstration, tmp_path, capsys):
    site = OneWorker(tmp_path, demonstration)
    try:
        site.serve()
        browsers = {name: signed_in(site, name) for name in PAGES}
        mixed = cycle(
            (browsers[name], address)
            for addresses in (PAGES, FILES)
            for name, of_theirs in addresses.items()
            for address in of_theirs
        )
        sizes = []
        for _ in range(2):
            for browser, address in islice(mixed, REQUESTS):
                assert browser.open(site.address + address).status == 200
            sizes.append(site.megabytes())
    finally:
        site.stop()
    with capsys.disabled():
        print(f"\nWeb worker: {sizes[0]:.0f} MB after {REQUESTS} requests, then {sizes[1]:.0f} MB")
    assert sizes[0] <= MOST
    assert sizes[1] - sizes[0] < MOST_MORE
