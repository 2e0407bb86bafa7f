# `make` alone lists what can be made. All of it works from any folder (make -C).

PORT ?= 8000
PYTHON ?= $(shell python3.11 --version >/dev/null 2>&1 && echo python3.11 || echo python3)
export PORT

BIN = .venv/bin
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV_COMPILE = .venv-pins/bin/uv pip compile pyproject.toml --quiet --native-tls --upgrade \
	--universal --python-version 3.11 --generate-hashes --custom-compile-command "make pins"

SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
# RUNLEVEL=1: a server that is installed for its programs isn't started.
apt_install = { $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	RUNLEVEL=1 apt-get install -qq -y --no-install-recommends $(1) >/dev/null; } \
	|| { echo "Please install the Debian package $(1), then try again." >&2; exit 1; }

.DEFAULT_GOAL = help
.PHONY: help demo test lint faults bench audit messages pins clean chromium gettext services

help:  ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: .venv/.runs  ## serve the portal on PORT (8000), with an institute to try it on
	@bin/demo

test: .venv/.tests chromium services  ## lint, then run every test; installs what they need
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile || failed=1; \
	exit $$failed

lint: .venv/.tests  ## check style, templates and types
	$(BIN)/python -m ruff check --quiet
	$(BIN)/python -m ruff format --check --quiet
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/python -m mypy

faults: .venv/.tests chromium  ## the long campaign: many sittings over a bad network
	$(BIN)/python -m tests.faults

bench: .venv/.tests  ## measure what was promised
	bench/run

audit:  ## ask an advisory service about every pinned package
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt

messages: .venv/.runs gettext  ## gather what is to be translated, and compile what is
	@export DEBUG=on; $(BIN)/python manage.py makemessages --locale hi --locale ta \
	--extension html,py --ignore '.venv*' --ignore tests --ignore bench --ignore portal/sandbox \
	--no-location --no-obsolete --no-wrap \
	&& $(BIN)/python manage.py compilemessages --locale hi --locale ta --ignore '.venv*'

pins:  ## move requirements*.txt to the newest versions that pyproject.toml allows
	$(PYTHON) -m venv .venv-pins
	.venv-pins/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) --output-file requirements.txt
	$(UV_COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	rm -r .venv-pins

clean:  ## remove what was built, and what the demo kept
	rm -rf .venv .venv-audit .demo staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -r {} +

# Bare Debian's Python has no ensurepip; its package python3-venv does.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/it" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call apt_install,python3-venv)
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.runs: requirements.txt .venv/.made
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.made
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

chromium:
	@command -v chromium >/dev/null || $(call apt_install,chromium)

services:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || $(call apt_install,postgresql)
	@command -v redis-server >/dev/null || $(call apt_install,redis-server)

gettext:
	@command -v xgettext >/dev/null || $(call apt_install,gettext)
