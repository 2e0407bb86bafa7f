"""The portal's own settings, with what a test run needs different."""

import os

# Every variable, so that neither the shell's nor those of an .env count.
os.environ.update(
    TESTPRESS_API_URL="https://demo.testpress.in",
    TESTPRESS_API_VERSION="v2.2",
    SECRET_KEY="only-for-tests-only-for-tests-only-for-tests-0",
    SECRET_KEY_FALLBACKS="",
    DEBUG="off",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CSRF_TRUSTED_ORIGINS="",
    HTTPS_ONLY="off",
    TRUST_PROXY="off",
    DATABASE_URL="sqlite://:memory:",
    REDIS_URL="",
    LOGIN_RATE="",
    # With name and logo known, no page asks the API for its looks.
    INSTITUTE_NAME="Brilliant Academy",
    INSTITUTE_LOGO_URL="https://demo.testpress.in/media/logo.png",
    INSTITUTE_COLOR="",
    INSTITUTE_CALCULATOR="off",
    INSTITUTES_FILE="",
    METRICS_TOKEN="",
    SENTRY_DSN="",
    SLOW_SECONDS="2",
)

from portal.settings import *  # noqa: F403

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests read static files where they lie: nothing has collected any.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
STATICFILES_DIRS = []
