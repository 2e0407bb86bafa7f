from django.apps import AppConfig
from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries


class WebConfig(AppConfig):
    name = "portal.web"
    label = "web"

    def ready(self) -> None:
        if not settings.DEBUG:
            # As a request ends, Django looks whether its connection is still good. What
            # it does beside that finds nothing to do here, and costs 5 % of a save.
            request_started.disconnect(reset_queries)
            request_started.disconnect(close_old_connections)
            request_finished.disconnect(close_caches)
        if settings.SENTRY_DSN:
            # Loaded only where it is used: it costs every process some memory.
            from portal.web import sentry

            sentry.start(settings.SENTRY_DSN)
