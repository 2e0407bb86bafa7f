from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """An app only for its command: the sandbox uses neither models nor settings."""

    name = "portal.sandbox"
    label = "sandbox"
