"""Signs students in at the portal's own database, as its sign-in would."""

import os
import sys

import django
from django.conf import settings


def main(count: int) -> None:
    from importlib import import_module

    from portal import testpress
    from portal.institutes import Institute
    from portal.web import sessions
    from tests import payloads

    engine = import_module(settings.SESSION_ENGINE)
    institute = Institute(key="default", api_url=settings.TESTPRESS_API_URL)
    for number in range(count):
        data = payloads.profile(id=number + 1, display_name=f"Student {number}")
        # The API that stands in reads from it whose it is.
        token = f"eyJhbGciOiJIUzI1NiJ9.{number:0120d}." + "s" * 43
        session = engine.SessionStore()
        sessions.sign_in(session, institute, token, testpress.Profile.parse(data))
        session.save()
        print(session.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    main(int(sys.argv[1]))
