"""`python -m portal.sandbox`: the same as `manage.py sandbox`, without settings."""

import argparse
import functools

from portal.sandbox import cli

parser = argparse.ArgumentParser(description="Serve a small Testpress.")
cli.add_arguments(parser)
cli.run(vars(parser.parse_args()), functools.partial(print, flush=True))
