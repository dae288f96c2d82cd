# The one door to LAA Tracker: `make help`. Needs Python 3.11 or later, and make.

PORT ?= 8000
DEMO ?= 1
# Python 3.11 or later: python3 where it is new enough, else the newest one that is.
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)
endif
VENV_PYTHON := .venv/bin/python
MANAGE := $(VENV_PYTHON) manage.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
# What Python compiled is kept, whatever the environment says: a test run starts it many times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1 @ \2/p' $(firstword $(MAKEFILE_LIST)) | tr '@' '\t' | expand -t 20

# Running it ---------------------------------------------------------------------------

.PHONY: run
run: port environment ## serve on 127.0.0.1:8000 with the demonstration; PORT=8001 moves it, DEMO=0 starts empty
	@exec $(MANAGE) start --port '$(PORT)' $(if $(filter 0 no false,$(DEMO)),--no-demonstration)

.PHONY: setup
setup: environment ## the environment, the database and its migrations
	@$(MANAGE) prepare

.PHONY: port
port: python
	@$(PYTHON) tools/port.py '$(PORT)'

.PHONY: environment
environment: python
	@$(PYTHON) tools/environment.py

.PHONY: environment-dev
environment-dev: python
	@$(PYTHON) tools/environment.py --dev

.PHONY: python
python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(or $(PYTHON),python3) --version 2>&1) || found='no Python'; \
		echo "LAA Tracker needs Python 3.11 or later, and found $$found: install a newer one, or name it, as in make run PYTHON=/path/to/python3.12" >&2; \
		exit 1; }

# Testing it ---------------------------------------------------------------------------

ROOMS := laa_tracker audit reports workbooks returns risks plans indicators periods accounts sheets
PYTEST := $(VENV_PYTHON) -m pytest -q
IN_PARALLEL := -n auto --maxprocesses 4
# A file's tests stay together, for many share what was made for them.
BY_FILE := $(IN_PARALLEL) --dist loadfile
# In the order of their names: the crawls of every page, in access/, have few tests and take longest.
IN_ORDER := $(BY_FILE) --no-loadscope-reorder
# Checks of the code need no data: not the installation's own, whatever the environment says.
UNUSED_DATABASE := DATABASE_URL=sqlite://:memory: SECRET_KEY=only-for-checks LAA_TODAY=

# $(call step,heading,command): say what comes; when it fails, say what did and stop.
define step
	@printf '\n── %s\n' '$(1)'
	@$(2) || { printf '\nStopped at: %s\n' '$(1)' >&2; exit 1; }
endef

# $(call beside,heading,command,heading,command): the second on a processor that the first leaves
# idle. What it says is told after it, where it fails; either failing stops here.
define beside
	@printf '\n── %s; beside them, %s\n' '$(1)' '$(3)'
	@failed=''; told=$$(mktemp); { $(4); } > "$$told" 2>&1 & \
	other=$$!; { $(2); } || failed='$(1)'; \
	wait $$other || { failed="$${failed:+$$failed, }$(3)"; printf '\n── %s\n' '$(3)'; cat "$$told"; }; \
	rm -f "$$told"; \
	[ -z "$$failed" ] || { printf '\nStopped at: %s\n' "$$failed" >&2; exit 1; }
endef

# What `make test` tries of the examples that a property names; the build server tries them all.
SOME_EXAMPLES := LAA_EXAMPLES=0.1
# Of the journeys of a return, those on which people meet in the database.
MEET := from_the_manager_to_the_board or two_people
JOURNEYS := tests/journeys tests/setup/test_make_run.py
RETURN := tests/journeys/test_return.py

STYLE := $(VENV_PYTHON) -m ruff check --quiet . && $(VENV_PYTHON) -m ruff format --quiet --check . && \
	$(VENV_PYTHON) -m djlint --quiet --lint templates tables
TYPES := $(UNUSED_DATABASE) $(MANAGE) makemigrations --check --dry-run && \
	$(UNUSED_DATABASE) $(VENV_PYTHON) -m mypy $(ROOMS) tools

.PHONY: test
test: environment-dev ## everything: lint, types, tests on SQLite and PostgreSQL, browser journeys; minutes
	$(call step,Browser and HTML checker,$(VENV_PYTHON) -m tools.chromium && $(VENV_PYTHON) -m tools.vnu)
	$(call step,Style of the code and of templates,$(STYLE))
	$(call beside,Tests on SQLite,$(SOME_EXAMPLES) TEST_DB=sqlite $(PYTEST) $(IN_ORDER),migrations and types,$(TYPES))
	$(call step,Tests on PostgreSQL,$(SOME_EXAMPLES) TEST_DB=postgres $(PYTEST) $(IN_ORDER))
	$(call step,Journeys in Chromium,TEST_DB=sqlite $(PYTEST) $(BY_FILE) -m 'e2e and not thorough' $(JOURNEYS))
	$(call step,Journeys of a return on PostgreSQL,TEST_DB=postgres $(PYTEST) $(IN_PARALLEL) -m e2e -k '$(MEET)' $(RETURN))

.PHONY: test-thorough
test-thorough: environment-dev ## more of the same, which a build server runs after `make test`
	$(call step,Browser and HTML checker,$(VENV_PYTHON) -m tools.chromium && $(VENV_PYTHON) -m tools.vnu)
	$(call step,More tests and all examples on SQLite,TEST_DB=sqlite $(PYTEST) $(BY_FILE) -m '(thorough or hypothesis) and not (e2e or slow)')
	$(call step,More tests on PostgreSQL,TEST_DB=postgres $(PYTEST) $(BY_FILE) -m 'thorough and not (e2e or slow)')
	$(call step,More journeys in Chromium,TEST_DB=sqlite $(PYTEST) $(BY_FILE) -m 'e2e and thorough' $(JOURNEYS))
	$(call step,More journeys of a return on PostgreSQL,TEST_DB=postgres $(PYTEST) $(IN_PARALLEL) -m e2e -k 'not ($(MEET))' $(RETURN))

# Those of the slow tests that fill the machine by themselves.
ALONE := tests/load tests/journeys/test_memory.py tests/returns/test_storm.py \
	tests/returns/test_not_now.py tests/workbooks/test_waiting.py tests/accounts/test_many_tries.py
# $(call slow,settings of the environment)
slow = $(1) $(PYTEST) $(IN_PARALLEL) -m slow $(ALONE:%=--ignore=%) && $(1) $(PYTEST) -m slow $(ALONE)

.PHONY: test-slow
test-slow: environment-dev ## what takes long: storms, kills, drills, a county, on both databases
	$(call step,Browser and HTML checker,$(VENV_PYTHON) -m tools.chromium && $(VENV_PYTHON) -m tools.vnu)
	$(call step,Slow tests on SQLite,$(call slow,TEST_DB=sqlite))
	$(call step,Slow tests on PostgreSQL,$(call slow,TEST_DB=postgres))

# How often and how long each of the slow tests does what it does, in full.
FULL_SIZES := LAA_RUSH_TIMES=10 LAA_ROUNDS=20 LAA_SOAK_MINUTES=20 \
	LAA_FIGURES=356400 LAA_MEMORY_REQUESTS=5000 LAA_COURSES=200

.PHONY: test-night
test-night: test-thorough ## the slow tests in their full sizes, and twenty times the examples
	$(call step,Slow tests in full on SQLite,$(call slow,$(FULL_SIZES) TEST_DB=sqlite))
	$(call step,Slow tests in full on PostgreSQL,$(call slow,$(FULL_SIZES) TEST_DB=postgres))
	$(call step,Twenty times the examples,LAA_EXAMPLES=20 TEST_DB=sqlite $(PYTEST) $(IN_PARALLEL) -m 'hypothesis and not slow')

MEASURED := var/benchmarks.jsonl

.PHONY: bench
bench: environment-dev ## how long things take, as ratios within one run: written to BENCHMARKS.md
	@mkdir -p var && rm -f $(MEASURED)
	@LAA_BENCHMARKS=$(MEASURED) $(PYTEST) -m bench tests/bench
	@LAA_BENCHMARKS=$(MEASURED) TEST_DB=postgres $(PYTEST) -m bench tests/bench/test_imports.py tests/bench/test_pages.py \
		tests/bench/test_requests.py
	@$(VENV_PYTHON) -m tools.benchmarks $(MEASURED) BENCHMARKS.md

.PHONY: lint
lint: environment-dev ## what `make test` checks before the tests: style, templates, migrations, types
	$(call step,Style of the code and of templates,$(STYLE))
	$(call step,Migrations and types,$(TYPES))

.PHONY: format
format: environment-dev ## lay the code out, and mend what can be mended
	@$(VENV_PYTHON) -m ruff check --quiet --fix . || true
	@$(VENV_PYTHON) -m ruff format .

# Keeping it ---------------------------------------------------------------------------

.PHONY: pins
pins: environment-dev ## write requirements*.txt from requirements*.in; UPGRADE=1 takes the newest
	@UPGRADE='$(UPGRADE)' $(VENV_PYTHON) -m tools.pins
