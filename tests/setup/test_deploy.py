"""The files with which it is run for real are ones that nginx, systemd and Django accept."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.core.internal.httpkit import get_client_ip

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
EXAMPLE = (DEPLOY / "laa-tracker.env.example").read_text()
SECRETS = ("SECRET_KEY", "LAA_BACKUP_KEY", "LAA_AUDIT_KEY", "LAA_METRICS_TOKEN")
INSTALLED = "/srv/laa-tracker/current"


def environment() -> dict[str, str]:
    """The example filled in."""
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    found = dict(line.split("=", 1) for line in lines)
    return found | {
        name: f"{name} of the tests, as long as any that is in use somewhere" for name in SECRETS
    }


def test_django_finds_nothing_to_say_of_the_settings_in_the_example(tmp_path):
    ours = {"DJANGO_SETTINGS_MODULE": "laa_tracker.settings", "LAA_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]} | environment() | ours,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_the_example_names_only_settings_that_are_read():
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    read = "".join(
        (ROOT / each).read_text() for each in ("laa_tracker/settings.py", "laa_tracker/gunicorn.py")
    )

    assert [name for name in sorted(named) if f'"{name}"' not in read] == []


def commands_of(unit: Path) -> list[str]:
    return re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_command_of_a_unit_is_one_of_ours(unit):
    for command in commands_of(unit):
        program, *words = command.split()
        assert program.startswith(f"{INSTALLED}/.venv/bin/")
        if words[0] == "manage.py":
            assert list(ROOT.glob(f"*/management/commands/{words[1]}.py"))
        else:
            assert words == ["-c", "deploy/gunicorn.py", "laa_tracker.wsgi"]


@pytest.mark.parametrize(
    "unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: unit.name
)
def test_no_service_can_write_where_it_need_not_or_become_another(unit):
    said = unit.read_text().splitlines()

    for line in ("User=laa-tracker", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
        assert line in said


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize(
    "unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: unit.name
)
def test_systemd_finds_little_that_a_service_could_do_beside_its_work(unit):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd cannot look at a file")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: unit.name
)
def test_no_service_may_ask_of_the_kernel_what_it_does_not_need(unit):
    said = unit.read_text().splitlines()

    asked = [line for line in said if line.startswith("SystemCallFilter=")]
    assert asked == [
        "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged @resources",
    ]
    for line in ("CapabilityBoundingSet=", "ProtectProc=invisible", "RestrictNamespaces=yes"):
        assert line in said


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path):
    # A clone's path may have a space in it, which an installation's has not.
    clone, python, units = (tmp_path / name for name in ("clone", "python", "units"))
    clone.symlink_to(ROOT)
    python.symlink_to(sys.executable)
    units.mkdir()
    for unit in UNITS:
        here = unit.read_text().replace(f"{INSTALLED}/.venv/bin/python", str(python))
        here = here.replace(f"{INSTALLED}/.venv/bin/gunicorn", shutil.which("true") or "true")
        (units / unit.name).write_text(here.replace(INSTALLED, str(clone)))

    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(units.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    ours = [line for line in done.stderr.splitlines() if "laa-tracker" in line]
    assert ours == []
    assert done.returncode == 0


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not installed"
)
def test_nginx_accepts_the_site(tmp_path):
    site = (DEPLOY / "nginx" / "laa-tracker.conf").read_text()
    certificate, key = tmp_path / "site.pem", tmp_path / "site.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=laa",
         "-keyout", key, "-out", certificate],
        capture_output=True, check=True,
    )  # fmt: skip
    site = site.replace("/etc/ssl/certs/laa.council.example.pem", str(certificate))
    site = site.replace("/etc/ssl/private/laa.council.example.key", str(key))
    site = site.replace("/var/log/nginx/", f"{tmp_path}/")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n")

    done = subprocess.run(
        ["nginx", "-t", "-c", whole, "-p", tmp_path, "-e", tmp_path / "errors"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_what_the_container_file_copies_is_there_and_what_it_starts_is_ours():
    said = (DEPLOY / "Containerfile").read_text()

    assert "COPY requirements.txt" in said
    assert "gunicorn -c deploy/gunicorn.py laa_tracker.wsgi" in said
    assert (ROOT / "requirements.txt").exists()
    assert "USER laa-tracker" in said
    ignored = (ROOT / ".containerignore").read_text()
    assert (ROOT / ".dockerignore").read_text() == ignored
    for kept_out in (".git", ".env", "var", ".venv"):
        assert kept_out in ignored.splitlines()


def test_the_file_that_holds_the_secrets_is_kept_out_of_git():
    assert "/.env" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_page_about_it_names_files_and_units_that_are_there():
    page = (DEPLOY / "README.md").read_text()
    timers = re.search(r"laa-tracker-\{([a-z,]+)\}\.timer", page)

    for path in re.findall(r"\bdeploy/[a-zA-Z./-]*[a-z]", page):
        assert (ROOT / path).exists(), path
    assert {f"laa-tracker-{each}.timer" for each in timers[1].split(",")} == {
        each.name for each in UNITS if each.suffix == ".timer"
    }


def test_behind_one_proxy_only_its_word_counts_for_where_a_request_came_from(rf, settings):
    spoofed = {"HTTP_X_FORWARDED_FOR": "6.6.6.6", "REMOTE_ADDR": "10.0.0.1"}
    assert get_client_ip(rf.get("/", **spoofed)) == "10.0.0.1"

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_client_ip(rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.1.1")) == "10.1.1.1"
