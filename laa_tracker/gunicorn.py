"""How the server runs: `gunicorn -c python:laa_tracker.gunicorn laa_tracker.wsgi`.

Every setting can be overridden on gunicorn's command line or in GUNICORN_CMD_ARGS.
"""

import ctypes
import os
import shutil
import socket
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from laa_tracker.beside import Beside
from laa_tracker.readiness import reason_not_to_start
from laa_tracker.watching import counts

with suppress(ImproperlyConfigured):  # `on_starting` says it in one line
    from laa_tracker.settings import JSON_LOGS, LOGGING

    if JSON_LOGS:
        # Its own lines are JSON too.
        its_own = {"level": "INFO", "handlers": ["console"], "propagate": False}
        logconfig_dict = LOGGING | {"loggers": {"gunicorn.error": its_own}}

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
# Two processes without threads: more writers at once only wait for each other on SQLite.
workers = 2
worker_class = "sync"
timeout = 120  # an export of everything is made within one request
# The control socket lives in the person's home and would be shared by two clones.
control_socket_disable = True
# glibc's name for the least size, in bytes, of memory that goes back at once when it is let go.
M_MMAP_THRESHOLD, GIVEN_BACK = -3, 256 * 1024
C = ctypes.CDLL(None)


def on_starting(server):
    """Refuse to serve without a database, or with one of another version."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laa_tracker.settings")
    try:
        django.setup()
        reason = reason_not_to_start()
        if not reason:
            import_module(settings.ROOT_URLCONF)  # read once here, and not by every worker
            tell_settings()
    except ImproperlyConfigured as problem:
        reason = str(problem)
    if reason:
        sys.exit(reason)
    # Where its workers count together what they answer; a new server begins to count anew.
    os.environ[counts.FOLDER] = server.counts = tempfile.mkdtemp(prefix="laa-counts-")
    give_memory_back()


def give_memory_back():
    """What checking a password takes, 19 MB, is not kept by every worker from then on.

    glibc otherwise learns from the first to keep the next.
    """
    with suppress(AttributeError):  # another library of C, which does not know the word
        C.mallopt(M_MMAP_THRESHOLD, GIVEN_BACK)


def post_request(worker, request, environ, response):
    """What making a file took goes back as well, which is spread among what stays."""
    if any(name.lower() == "content-disposition" for name, _ in response.headers):
        with suppress(AttributeError):
            C.malloc_trim(0)


def tell_settings():
    """The log is told what is set, where that changed; no worker inherits the connection."""
    import_module("audit.told_settings").note_settings()
    connection.close()


def when_ready(server):
    """Serve as soon as a request comes, and let large imports be worked on beside it."""
    defer_accept(server)
    if os.environ.get("LAA_RUN_IMPORTS") != "0":
        command = [sys.executable, str(MANAGE), "run_imports", "--beside", str(os.getpid())]
        server.imports = Beside(command)


def worker_exit(server, worker):
    """The last that closes SQLite's file writes its log of changes into it."""
    connections.close_all()


def child_exit(server, worker):
    """What a worker counted outlives it."""
    counts.keep_of_ended(worker.pid)


def on_exit(server):
    """The loop of large imports stops with the server, and what was counted goes."""
    if loop := getattr(server, "imports", None):
        loop.stop()
    if folder := getattr(server, "counts", None):
        shutil.rmtree(folder, ignore_errors=True)


def defer_accept(server):
    """Give a worker a connection only when a request has come with it.

    Browsers open connections in advance, and a worker without threads would sit and wait for
    the first word on each of them. Linux can keep them at the door; elsewhere, and in
    production anyway, a buffering proxy stands in front.
    """
    option = getattr(socket, "TCP_DEFER_ACCEPT", None)
    for listener in server.LISTENERS:
        if option and listener.sock.family in {socket.AF_INET, socket.AF_INET6}:
            listener.sock.setsockopt(socket.IPPROTO_TCP, option, timeout)
