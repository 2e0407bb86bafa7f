"""`manage.py sandbox`: a Testpress of our own on a port of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.sandbox import cli


class Command(BaseCommand):
    help = "Serve a small Testpress with an institute, students, exams and posts."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cli.run(options, self._say)
        except OSError as problem:
            raise CommandError(f"Port {options['port']}: {problem.strerror}") from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
