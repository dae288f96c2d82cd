"""Settings: everything that differs between installations comes from the environment.

`.env` beside manage.py is read too; what the environment says wins.
"""

import logging
import secrets
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")
# What is made on this machine and outlives a version: the database, the secret.
VAR_DIR = Path(env("LAA_VAR", default=str(BASE_DIR / "var")))


def kept_secret(path: Path) -> str:
    """The secret in `path`; made at the first call, readable by the owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def kept_line(path: Path) -> str:
    """The line that an earlier start left in `path`; "" where there is none."""
    return path.read_text().strip() if path.exists() else ""


DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}


def database_from(url: str, named: str = "DATABASE_URL") -> dict:
    """The database that `url` names, or one plain sentence about what is wrong with it.

    The sentence repeats nothing of a password; `named` is the variable that holds the URL.
    """
    try:
        scheme, _, path, _, _ = urlsplit(url)
        database = env.db_url_config(url) if scheme in DATABASE_SCHEMES else {}
        # A password with a / in it ends the part that names the host.
        cut_short = scheme != "sqlite" and "@" in path
    except ValueError:
        cut_short = True
    if cut_short:
        raise ImproperlyConfigured(
            f"{named} cannot be read: write postgres://user:password@host:5432/database, "
            "with signs such as / ? # in the password written as %2F %3F %23."
        )
    if scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(
            f"{named} begins with {f'“{scheme}”' if scheme else 'no scheme'}: write "
            "sqlite:///path/to/file or postgres://user:password@host:5432/database."
        )
    if not database["NAME"]:
        raise ImproperlyConfigured(
            f"{named} names no database: write postgres://user:password@host:5432/database."
        )
    if database["ENGINE"].endswith("sqlite3"):
        # Opened once by each process: where nobody has it open, opening it writes to the disk.
        return database | {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}
    return database | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def replica_from(url: str) -> dict:
    """The replica that `url` names: nothing is written to it, and nobody waits for it long."""
    replica = database_from(url, "DATABASE_REPLICA_URL")
    if replica["ENGINE"].endswith("sqlite3"):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL names SQLite: write the postgres:// URL of a replica of the "
            "database that DATABASE_URL names, or leave it out."
        )
    only_reads = "-c default_transaction_read_only=on -c statement_timeout=5000"
    options = replica.get("OPTIONS", {}) | {"connect_timeout": 2, "options": only_reads}
    return replica | {"OPTIONS": options}


def fixed_today(text: str) -> date | None:
    """The date that LAA_TODAY fixes, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(
            f"LAA_TODAY is “{text}”: write a date such as 2010-01-11, or leave it out."
        ) from None


SHARED_TENANTS = {"common", "organizations", "consumers"}
THIS_MACHINE = {"127.0.0.1", "localhost"}


def oidc_server(address: str) -> str:
    """The address at which a council's accounts are asked for. Raises ImproperlyConfigured."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
        raise ImproperlyConfigured("LAA_OIDC_SERVER must begin with https://.")
    if SHARED_TENANTS & set(parts.path.split("/")):
        raise ImproperlyConfigured(
            "LAA_OIDC_SERVER lets any organisation's people in: write the number of your own "
            "tenant in its place, as in https://login.microsoftonline.com/<tenant>/v2.0."
        )
    return address


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def mark_of_database(database: dict) -> str:
    """What tells this database from others, and nothing of how to get into it."""
    where = "\n".join(str(database.get(each, "")) for each in ("ENGINE", "HOST", "PORT", "NAME"))
    return sha256(where.encode()).hexdigest()[:16]


def day_kept(path: Path, *, of: str) -> str:
    """The day that `path` keeps for the database with this mark; "" where it keeps none for it."""
    day, _, mark = kept_line(path).partition(" ")
    return day if mark == of else ""


def without_traceback_below_500(record: logging.LogRecord) -> bool:
    """Keep every record; that of a request which was only refused tells it in its one line."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
    return True


# Core ---------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Where nobody says: where `start` served last, so that commands print links that lead there.
SITE_URL_FILE = VAR_DIR / "site_url"
SITE_URL = (
    env("SITE_URL", default="") or kept_line(SITE_URL_FILE) or "http://127.0.0.1:8000"
).rstrip("/")
ROOT_URLCONF = "laa_tracker.urls"
WSGI_APPLICATION = "laa_tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "laa_tracker.apps.LaaTrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "crispy_forms",
    "import_export",
    "simple_history",
    "laa_tracker.apps.LaaTrackerConfig",
    "audit",
    "reports",
    "workbooks",
    "returns",
    "risks",
    "plans",
    "indicators",
    "periods",
    "accounts",
]

MIDDLEWARE = [
    "laa_tracker.middleware.room",
    "laa_tracker.watching.middleware.watch",
    "django.middleware.security.SecurityMiddleware",
    # Before whatever may answer by itself, so that each answer carries what they add.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "laa_tracker.static_files.StaticFiles",
    "laa_tracker.middleware.keep_nowhere",
    "laa_tracker.middleware.read_only",
    "laa_tracker.middleware.usual_methods",
    "laa_tracker.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "laa_tracker.middleware.no_zero_bytes",
    "laa_tracker.middleware.awake",
    "laa_tracker.middleware.second_step",
    "simple_history.middleware.HistoryRequestMiddleware",
    "audit.middleware.looked",
]

TEMPLATE_LOADERS = [
    "laa_tracker.indentation.PagesLoader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "laa_tracker.context.house",
            ],
        },
    },
    {
        "NAME": "tables",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "tables"],
        "OPTIONS": {"environment": "laa_tracker.tables.environment"},
    },
]

# Databases ----------------------------------------------------------------------------

# Django's defaults lose writes under load on SQLite ("database is locked"): periods.sqlite refuses
# to start without these.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {
    "default": database_from(
        env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'laa_tracker.sqlite3'}"
    )
}
# From which what releases keep is read: see reports.releases.copies.
if replica_url := env("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = replica_from(replica_url)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(mode=0o700, exist_ok=True)  # nobody else on this machine reads the database
CACHES = {
    # In the database, for every worker must count the same failed sign-ins. No count may be lost
    # for there being many others: a server cannot look at so many passwords in an hour.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# People -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.OneAccount"]
PASSWORD_HASHERS = [
    "accounts.hashers.FrugalArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "laa_tracker.passwords.NamesOfHere"},
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # an invitation handed over on paper lives a week
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.HouseAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an officer, who knows the address
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that a stranger typed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, at the latest in 12 hours
ACCOUNT_REAUTHENTICATION_REQUIRED = False
# Only failures count: five close an account for a while. Of an address, which may be that of a
# whole council, a hundred in an hour slow those that follow: see accounts.adapters.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/900s/key",
    "failed_at_an_address": "100/h/ip",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# How many proxies stand in front; without one, nobody is believed where a request came from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LAA_PROXIES", default=0)
# Signing in with the accounts that a council gives its people, by OpenID Connect: on where
# LAA_OIDC_SERVER says where its provider is. See accounts.council_accounts.
LAA_OIDC_SERVER = env("LAA_OIDC_SERVER", default="").rstrip("/")
LAA_OIDC_NAME = env("LAA_OIDC_NAME", default="your council account")
LAA_OIDC_DOMAINS = env.list("LAA_OIDC_DOMAINS", default=[])
# Whether the provider asks for a second step itself, which then counts as one here.
LAA_OIDC_SECOND_STEP = env.bool("LAA_OIDC_SECOND_STEP", default=False)
COUNCIL_ACCOUNTS = "council"
if LAA_OIDC_SERVER:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_ADAPTER = "accounts.council_accounts.CouncilAccounts"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": COUNCIL_ACCOUNTS,
                    "name": LAA_OIDC_NAME,
                    "client_id": env("LAA_OIDC_CLIENT", default=""),
                    "secret": env("LAA_OIDC_SECRET", default=""),
                    "settings": {
                        "server_url": oidc_server(LAA_OIDC_SERVER),
                        # Entra does not say whether an address is verified: of these it is, unless
                        # a provider says that it is not. Of other domains none is taken.
                        "verified_email": LAA_OIDC_DOMAINS,
                    },
                }
            ],
        }
    }
    for name in ("LAA_OIDC_CLIENT", "LAA_OIDC_SECRET", "LAA_OIDC_DOMAINS"):
        if not env(name, default=""):
            raise ImproperlyConfigured(f"LAA_OIDC_SERVER is set, so {name} must be set too.")
MFA_ADAPTER = "accounts.adapters.HouseMFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = "LAA Tracker"

# E-mail goes to the console until EMAIL_URL says where; pages then say whom to ask instead.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 30  # seconds: a mail server that does not answer holds nobody up for long
MAIL_ON = bool(env("EMAIL_URL", default=""))
if MAIL_ON:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="laa-tracker@localhost")

# Language and time --------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "laa_tracker.formats"

# What stood before is looked at, and never put back past the rules.
SIMPLE_HISTORY_REVERT_DISABLED = True

# The house's own ----------------------------------------------------------------------

# The day in which `start` let the demonstration stand, for commands beside it; of no other data.
TODAY_FILE = VAR_DIR / "today"
TODAY_MARK = mark_of_database(DATABASES["default"])
LAA_TODAY = fixed_today(env("LAA_TODAY", default=day_kept(TODAY_FILE, of=TODAY_MARK)))
LAA_BOARD_AUDIENCE = env("LAA_BOARD_AUDIENCE", default="all")  # "all" or "masked"
# Whether anybody may read published quarters under /public/, without signing in.
LAA_PUBLIC = env.bool("LAA_PUBLIC", default=False)
# Up to these a figure is hidden from masked audiences; see indicators.disclosure.Thresholds.
LAA_SMALL_NUMBER = env.int("LAA_SMALL_NUMBER", default=5)
LAA_SMALL_COHORT = env.int("LAA_SMALL_COHORT", default=10)
# After so many minutes without a request somebody is signed out; 0 for after 12 hours only.
LAA_IDLE_MINUTES = env.int("LAA_IDLE_MINUTES", default=30)
# Whether whoever sees unmasked figures types a code from an app after the password.
LAA_REQUIRE_SECOND_FACTOR = env.bool("LAA_REQUIRE_SECOND_FACTOR", default=False)
# Whether a lead may not sign off what they entered themselves.
LAA_TWO_PEOPLE = env.bool("LAA_TWO_PEOPLE", default=False)
# The reward that the share of improvement would have earned, beside it: never paid, so off.
LAA_NOTIONAL_REWARD = env.bool("LAA_NOTIONAL_REWARD", default=False)
# What backups are sealed with: `manage.py backup --new-key` makes one. Whoever loses it loses them.
LAA_BACKUP_KEY = env("LAA_BACKUP_KEY", default="")
# What the log of who did what is chained with; else a key that comes of SECRET_KEY. Keys that made
# entries before stay known here, as SECRET_KEY_FALLBACKS do.
LAA_AUDIT_KEY = env("LAA_AUDIT_KEY", default="")
LAA_AUDIT_OLD_KEYS = env.list("LAA_AUDIT_OLD_KEYS", default=[])
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# While it is on, `manage.py forget` forgets nothing.
LAA_LEGAL_HOLD = env.bool("LAA_LEGAL_HOLD", default=False)
# With what a monitor asks for /metrics, as a bearer token; without one there is no such page.
LAA_METRICS_TOKEN = env("LAA_METRICS_TOKEN", default="")
# /readyz says that the disk is nearly full where no more megabytes than these are free.
LAA_DISK_FREE = env.int("LAA_DISK_FREE", default=200)
# Nothing is saved while this is set: 1, or the sentence that people are told. Otherwise the file
# decides, which `manage.py read_only` writes.
LAA_READ_ONLY = env("LAA_READ_ONLY", default="")
READ_ONLY_FILE = VAR_DIR / "read_only"
LAA_DEMO_PASSWORD = env("LAA_DEMO_PASSWORD", default="")
LAA_ORGANISATION = env("LAA_ORGANISATION", default="")
LAA_CONTACT = env("LAA_CONTACT", default="")
if LAA_BOARD_AUDIENCE not in {"all", "masked"}:
    raise ImproperlyConfigured(
        f"LAA_BOARD_AUDIENCE is “{LAA_BOARD_AUDIENCE}”: write all or masked."
    )

if LAA_METRICS_TOKEN and len(LAA_METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("LAA_METRICS_TOKEN can be guessed: write at least 20 characters.")

# Where the loop of large imports says that it lives and how far it is; see workbooks.desk.
IMPORTS_DIR = VAR_DIR / "imports"

# Static files and forms ---------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"  # of this version, beside its code
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True  # history says it better: who, when, old and new
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Safety -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of a second factor is a data: image
        "font-src": [SELF],
        "connect-src": [SELF],
        # The press of a button leads to where a council's accounts are kept.
        "form-action": [SELF, origin_of(LAA_OIDC_SERVER)] if LAA_OIDC_SERVER else [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "laa_tracker.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "returns.keeping.csrf_failure"  # what was typed into a return is given back
# Two clones on one machine share the host and so its cookies: the port keeps them apart.
PORT = env("PORT", default=str(urlsplit(SITE_URL).port or ""))
SESSION_COOKIE_NAME = f"laa_session_{PORT}" if PORT else "laa_session"
CSRF_COOKIE_NAME = f"laa_csrf_{PORT}" if PORT else "laa_csrf"

HTTPS = env.bool("LAA_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# A machine asks the process itself, which speaks no TLS.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# One event is one line: for people, or as JSON for programs, and then with each request answered.
JSON_LOGS = env.bool("LAA_JSON_LOGS", default=False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "laa_tracker.watching.logs.Plain"},
        "json": {"()": "laa_tracker.watching.logs.JsonLines"},
        "everything": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {
        "refusals_in_a_line": {
            "()": "django.utils.log.CallbackFilter",
            "callback": without_traceback_below_500,
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "everything" if DEBUG else "json" if JSON_LOGS else "line",
            "filters": ["refusals_in_a_line"],
        }
    },
    "loggers": {"laa_tracker.requests": {"level": "INFO" if JSON_LOGS else "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
