"""The Chromium that the browser tests drive: `python -m tools.chromium` finds or installs it.

In this order: the program that LAA_CHROMIUM names, one installed on this machine, one that
playwright has downloaded. Where there is none: Debian's package when this is root on Debian, else
playwright's own download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--no-sandbox",  # a container's root has no sandbox; only our own pages are opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEBIAN_PACKAGES = ("chromium", "fonts-liberation")
NOT_FOUND = (
    "No Chromium was found, and none could be installed: install chromium or Google Chrome, or "
    "name one in LAA_CHROMIUM."
)


class NoChromium(Exception):
    """There is no Chromium here."""


def find_chromium() -> str:
    """The path of a Chromium. Raises NoChromium."""
    named = os.environ.get("LAA_CHROMIUM")
    if named:
        if shutil.which(named):
            return named
        raise NoChromium(f"LAA_CHROMIUM is “{named}”, and no such program is here.")
    found = [*map(shutil.which, NAMES), *map(shutil.which, MACOS), downloaded_by_playwright()]
    path = next(filter(None, found), None)
    if path is None:
        raise NoChromium(NOT_FOUND)
    return path


def downloaded_by_playwright() -> str | None:
    # In a process of its own: playwright leaves an event loop behind.
    ask = (
        "from playwright.sync_api import sync_playwright as p\n"
        "with p() as started: print(started.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if path and Path(path).exists() else None


def install() -> None:
    """Install a Chromium by the first way that works here."""
    if is_root_on_debian():
        print("Installing Debian's chromium …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        subprocess.run([*apt, "update"], env=environment, check=False)
        packages = ["install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES]
        installed = subprocess.run(
            [*apt, *packages], env=environment, check=False, stdout=subprocess.DEVNULL
        )
        if installed.returncode == 0:
            return
    print("Downloading playwright's Chromium …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def is_root_on_debian() -> bool:
    release = Path("/etc/os-release")
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and release.exists()
        and "ID=debian" in release.read_text().splitlines()
    )


def main() -> int:
    try:
        path = find_chromium()
    except NoChromium:
        install()
        try:
            path = find_chromium()
        except NoChromium as problem:
            print(problem, file=sys.stderr)
            return 1
    print(f"Chromium: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
