"""The sandbox for any WSGI server; SANDBOX_DB is where its state lives."""

import os

from portal.sandbox.application import Application
from portal.sandbox.world import World

application = Application(World(os.environ.get("SANDBOX_DB", "sandbox.sqlite3")))
