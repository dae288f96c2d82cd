"""gunicorn behind nginx: what laa_tracker.gunicorn says, on the socket that systemd holds.

`gunicorn -c deploy/gunicorn.py laa_tracker.wsgi`. WEB_CONCURRENCY says how many workers: two or
three on SQLite, two for each core on PostgreSQL.
"""

import os

from laa_tracker.gunicorn import *  # noqa: F403 - its hooks are gunicorn's settings too

bind = os.environ.get("LAA_BIND", "unix:/run/laa-tracker/web.sock")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
graceful_timeout = 60  # a file that is being made is finished before a worker ends
# A worker that grew is replaced, not all of them at once.
max_requests, max_requests_jitter = 10_000, 1_000
