"""Settings: first what differs between one place and another, then what doesn't."""

import tomllib
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

# --- What differs by place ---------------------------------------------------
# Every variable the portal reads. `.env.example` says what each one does.

env = environ.Env()
env.read_env(BASE_DIR / ".env")
# Set but empty is not set: HTTPS_ONLY= must not turn it off.
env.ENVIRON = {name: text for name, text in env.ENVIRON.items() if text}

DEBUG = env.bool("DEBUG", default=False)

INSTITUTES_FILE = env.str("INSTITUTES_FILE", default="")
TESTPRESS_API_URL = env.str("TESTPRESS_API_URL", default="")
TESTPRESS_API_VERSION = env.str("TESTPRESS_API_VERSION", default="v2.2")
if not TESTPRESS_API_URL and not INSTITUTES_FILE:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set TESTPRESS_API_URL to your institute's address, such as "
            "https://your-institute.testpress.in (or DEBUG=on to try the sandbox)."
        )
    TESTPRESS_API_URL = "http://127.0.0.1:8001"

SECRET_KEY = env.str("SECRET_KEY", default="only-for-trying-out" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random string, and keep it secret: sessions and "
        "the tokens inside them are sealed with it."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

HTTPS_ONLY = env.bool("HTTPS_ONLY", default=not DEBUG)
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
REDIS_URL = env.str("REDIS_URL", default="")

LOGIN_RATE = env.str("LOGIN_RATE", default="5/5m")

INSTITUTE_NAME = env.str("INSTITUTE_NAME", default="")
INSTITUTE_LOGO_URL = env.str("INSTITUTE_LOGO_URL", default="")
INSTITUTE_COLOR = env.str("INSTITUTE_COLOR", default="")
INSTITUTE_CALCULATOR = env.bool("INSTITUTE_CALCULATOR", default=False)

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
SENTRY_DSN = env.str("SENTRY_DSN", default="")
SLOW_SECONDS = env.float("SLOW_SECONDS", default=2.0)

# --- What doesn't ------------------------------------------------------------

if INSTITUTES_FILE:
    # One deployment for many: whoever is in the file is served.
    with Path(INSTITUTES_FILE).open("rb") as _file:
        ALLOWED_HOSTS = [*ALLOWED_HOSTS, *tomllib.load(_file)]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "portal.web",
    "portal.sandbox",
]

MIDDLEWARE = [
    "portal.web.logs.Requests",
    # What sets headers stands before what may answer by itself: static files,
    # redirects to https and refusals carry them too.
    "portal.web.middleware.ContentPolicy",
    "portal.web.middleware.SafeHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.web.metrics.Metrics",
    "django.middleware.security.SecurityMiddleware",
    "portal.web.busy.Busy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A room of two hundred questions: 600 kB, 30 packed. CSRF tokens are masked anew in
    # each page, and its length varies by chance, so that packing tells nobody (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "portal.web.middleware.BoundedBodies",
    "portal.web.middleware.ForeignForms",
    "django_htmx.middleware.HtmxMiddleware",
    # Before CSRF: a room whose session has gone is told 401, never the CSRF 403.
    "portal.web.middleware.SignedInStudents",
    "portal.web.middleware.WholeForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.filesystem.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "template_partials.templatetags.partials",
                "portal.web.tags",
                "portal.attempts.pieces",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "portal.web.pages.frame",
            ],
        },
    }
]

# Sessions and the shared cache: several workers must see one truth.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = (
    "postgresql" in DATABASES["default"]["ENGINE"]
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "portal.web.shared_cache.Redis",
            "LOCATION": REDIS_URL,
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {
            "BACKEND": "portal.web.shared_cache.Database",
            "LOCATION": "portal_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
    SESSION_ENGINE = "portal.web.session_store"

_COOKIE_PREFIX = "__Host-" if HTTPS_ONLY else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# The row and the cookie outlive the limits that portal/web/sessions.py sets, and an
# exam that runs into them.
SESSION_COOKIE_AGE = 9 * 24 * 60 * 60
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# Pictures come over https; and from the API itself, where a trial's is on http.
_PICTURES = [SELF, "https:", "data:"]
if TESTPRESS_API_URL.startswith("http://"):
    _PICTURES.append("/".join(TESTPRESS_API_URL.split("/")[:3]))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": _PICTURES,
        "media-src": [SELF, "https:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# What a student sends is small; a megabyte is no answer.
DATA_UPLOAD_MAX_MEMORY_SIZE = 900_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A photograph of an answer may have ten.
LARGEST_BODY = 11 * 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("ta", "தமிழ்")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

# Static files are ours alone.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.web.staticfiles.HashedFiles"
    }
}

# Structured where machines read it; portal/web/logs.py says what never stands in it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "portal.web.logs.RequestId"},
        "bugs": {"()": "portal.web.logs.Bugs"},
        "strangers": {"()": "portal.web.logs.Strangers"},
    },
    "formatters": {
        "lines": {"()": "portal.web.logs.Lines"},
        "json": {"()": "portal.web.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "lines" if DEBUG else "json",
            "filters": ["request_id", "strangers"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # One way for everything; and what a stranger mistypes is in our own line.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR", "filters": ["bugs"]},
    },
}
