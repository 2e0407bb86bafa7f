"""The settings as production has them: read afresh, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": "k9!Q2#mZ7$wX4^vT1&bN8*cL5(dJ3)fG6_hS0+aP-eR=uYiOtWq",
    "TESTPRESS_API_URL": "https://demo.testpress.in",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "",
    "LOGIN_RATE": "",
    "INSTITUTES_FILE": "",
}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def settings_there() -> dict[str, object]:
    code = (
        "import json; from portal import settings as s;"
        "print(json.dumps({n: v for n, v in vars(s).items() if n.isupper()},"
        " default=str))"
    )
    return json.loads(run("-c", code).stdout)


def test_djangos_own_check_has_nothing_to_say():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_cookies_are_bound_to_the_host_and_to_https(settings_there):
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert str(settings_there[f"{kind}_COOKIE_NAME"]).startswith("__Host-")
        assert settings_there[f"{kind}_COOKIE_SECURE"] is True
        assert settings_there[f"{kind}_COOKIE_HTTPONLY"] is True
        assert settings_there[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert f"{kind}_COOKIE_DOMAIN" not in settings_there


def test_https_is_kept_for_two_years(settings_there):
    assert settings_there["SECURE_SSL_REDIRECT"] is True
    assert settings_there["SECURE_HSTS_SECONDS"] == 63072000
    assert settings_there["SECURE_HSTS_PRELOAD"] is True


def test_pictures_come_over_https_only(settings_there):
    policy = settings_there["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert set(policy["img-src"]) == {"'self'", "https:", "data:"}


def test_no_proxy_is_believed_unless_it_is_said(settings_there):
    assert settings_there["TRUST_PROXY"] is False
    assert "SECURE_PROXY_SSL_HEADER" not in settings_there
    assert "USE_X_FORWARDED_HOST" not in settings_there


@pytest.mark.parametrize("name", ["SECRET_KEY", "TESTPRESS_API_URL"])
def test_it_does_not_start_without(name):
    done = run("-c", "import portal.settings", **{name: ""})

    assert done.returncode != 0
    assert f"Set {name}" in done.stderr
