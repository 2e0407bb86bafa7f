from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "portal.web"
    label = "web"

    def ready(self) -> None:
        if settings.SENTRY_DSN:
            # Loaded only where it is used: it costs every process some memory.
            from portal.web import sentry

            sentry.start(settings.SENTRY_DSN)
