"""The real settings, less what makes tests slow or lets the machine they run on be seen."""

import os

from laa_tracker.settings import *

# tests.pgtest names the database, fresh for each run, so that two clones never meet.
DATABASES["default"]["TEST"] = {"NAME": os.environ["LAA_TEST_DATABASE_NAME"]}

# What a developer has in the environment or in .env must not decide a test.
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEBUG = False
LAA_AUDIT_KEY = "of the tests"
LAA_AUDIT_OLD_KEYS = []
LAA_BACKUP_KEY = ""
LAA_BOARD_AUDIENCE = "all"
LAA_CONTACT = ""
LAA_DISK_FREE = 1
LAA_LEGAL_HOLD = False
LAA_METRICS_TOKEN = ""
LAA_ORGANISATION = ""
LAA_PUBLIC = False
LAA_TODAY = None
TODAY_FILE = VAR_DIR / "today_of_tests"
VAR_DIR.mkdir(exist_ok=True)  # as it is wherever something runs; a bare clone has none
MAIL_ON = False
SESSION_COOKIE_NAME = "laa_session"
CSRF_COOKIE_NAME = "laa_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SITE_URL = "http://testserver"

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Files come from where they are written: nothing need be collected before a test.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
