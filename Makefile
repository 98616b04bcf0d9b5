# Everything a newcomer types. Needs make and Python 3.11 or newer; the rest installs itself
# into .venv, from locks with hashes. The locks are whole, so pip need not look for more: old ones
# ask for the newest release of what has an extra, and then refuse it for its missing hash.

SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV := .venv-lock/bin/uv

# The newest Python that really starts: a name on the PATH may be an empty promise of pyenv, or
# lack the module that makes a venv. `make test PYTHON=...` overrules it.
PYTHON ?= $(or $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo "$$python" && break; done),$(error \
	buurtbot needs Python 3.11 or newer with venv. On Debian: apt install python3 python3-venv))

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s%s\n", $$1, $$2 }' Makefile

# Run

.PHONY: demo
demo: .venv/project.stamp ## Start the bot with a Telegram of its own; prints the page to open
	@$(BIN)/buurtbot demo

.PHONY: demo-reset
demo-reset: ## Forget what happened in the demo
	@rm -rf var/demo
	@echo "The demo is empty again. Start it with: make demo"

# Check

.PHONY: test
test: .venv/project.stamp .venv/dev.stamp ## Run all tests; branch coverage under 90 % fails
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

.PHONY: coverage
coverage: .venv/project.stamp .venv/dev.stamp ## Run all tests; show every line they miss
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term-missing:skip-covered \
		--cov-report=html:var/coverage

.PHONY: check
check: .venv/project.stamp .venv/dev.stamp messages-check ## Format, lint, types, contracts, catalogs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PIP) check

.PHONY: oracle
oracle: .venv/project.stamp .venv/dev.stamp .venv-oracle/stamp ## Compare our counts with pabutools
	PYTHONPATH=$(CURDIR)/.venv-oracle $(BIN)/python -m pytest -n 2 tests/counting/test_oracle.py

.PHONY: bench-count
bench-count: .venv/project.stamp .venv/dev.stamp .venv-oracle/stamp ## Measure Equal Shares; minutes
	PYTHONPATH=$(CURDIR)/.venv-oracle $(BIN)/python -m tests.bench.count

.PHONY: bench
bench: .venv/project.stamp .venv/dev.stamp ## Measure the way of an update; four minutes, Linux
	$(BIN)/python -m tests.bench.updates

# Texts

# Brings the texts of the code into the catalogs under a folder. Babel's dates and placeholders
# are left out of the headers: when no text changed, no byte changes.
CATALOGS := messages.pot */LC_MESSAGES/messages.po
BABEL_NOISE := POT-Creation-Date|Project-Id-Version|Report-Msgid-Bugs-To|Generated-By
BABEL_NOISE := $(BABEL_NOISE)|PO-Revision-Date: YEAR|Last-Translator: FULL|Language-Team: .*<LL@
define bring_texts
	$(BIN)/pybabel -q extract --mapping-file=pyproject.toml --no-default-keywords \
		--keywords="t tn:1,2" --no-location --sort-output --width=99 \
		--header-comment="# The texts of buurtbot. Licence: EUPL-1.2." --output=$(1)/messages.pot .
	$(BIN)/pybabel -q update --input-file=$(1)/messages.pot --output-dir=$(1) --width=99 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@cd $(1) && for catalog in $(CATALOGS); do \
		grep -Ev '^"($(BABEL_NOISE))' "$$catalog" > bare && mv bare "$$catalog" || exit 1; done
endef

.PHONY: messages
messages: .venv/project.stamp .venv/dev.stamp ## Bring new texts into the catalogs of all languages
	$(call bring_texts,locales)

.PHONY: messages-check
messages-check: .venv/project.stamp .venv/dev.stamp ## Fail when a text is not in the catalogs yet
	@rm -rf var/locales && mkdir -p var && cp -R locales var/locales
	$(call bring_texts,var/locales)
	@diff -r -x "__pycache__" locales var/locales \
		|| { echo "The catalogs are behind the code. Run: make messages"; exit 1; }

# Install

.PHONY: lock
lock: $(UV) ## Write the locks anew after a new dependency (UPGRADE=1: all newest)
	$(UV) pip compile $(LOCK) --group build pyproject.toml --output-file requirements.lock
	$(UV) pip compile $(LOCK) --group build --group dev pyproject.toml \
		--constraints requirements.lock --output-file requirements-dev.lock
	$(UV) pip compile $(LOCK) --no-deps tests/counting/oracle.in \
		--output-file tests/counting/oracle.lock

LOCK = --quiet --universal --python-version 3.11 --python .venv-lock/bin/python \
	--generate-hashes --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

$(UV):
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip -qq install "uv>=0.13,<0.14"

.venv/runtime.stamp: requirements.lock
	@echo "Installing into .venv. It takes a minute, once."
	@$(PIP) --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) -qq install --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/project.stamp: pyproject.toml .venv/runtime.stamp
	@$(PIP) -qq install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo "Installing what the tests and checks need."
	@$(PIP) -qq install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Apart from all the rest: it is under the GPL, and misses a proprietary solver that it asks for
# and our tests do not need.
.venv-oracle/stamp: tests/counting/oracle.lock .venv/runtime.stamp
	@echo "Installing pabutools into .venv-oracle, to compare with."
	@$(PIP) -qq install --no-deps --require-hashes --upgrade --target .venv-oracle -r $<
	@touch $@
