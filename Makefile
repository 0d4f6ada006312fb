# Télavis: `make run` starts it, `make test` proves it, `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
MANAGE := $(PY) -m telavis.supervisor manage

PORT ?= 8000
DEMO ?= 1
export PORT DEMO HOST TELAVIS_DATA
# Without its bytecode kept, every start of a process would compile Django again: a second and a half each time.
unexport PYTHONDONTWRITEBYTECODE

# `make restore path/of/backup.tar`: the second word is a file, not a target
ifeq (restore,$(firstword $(MAKECMDGOALS)))
ifneq (,$(word 2,$(MAKECMDGOALS)))
FILE := $(word 2,$(MAKECMDGOALS))
.PHONY: $(FILE)
$(FILE): ; @:
endif
endif

.PHONY: help run test steady check fix lock base dev contracts trials properties bench bench-directory bench-search bench-people bench-uploads backup restore clean programs

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

base: ## install what is needed to run, into .venv
	@tools/setup.sh base

dev: ## install what is needed to develop, into .venv
	@tools/setup.sh dev

run: base ## start everything on http://localhost:8000 (PORT=… DEMO= HOST=… TELAVIS_DATA=…)
	@exec $(PY) -m telavis.supervisor

# Five processes on two cores: a test that drives a browser or a server waits for a good part of its time.
# The few that a laden machine made wait too long are tried once more, five at most, and named at the end (decision 0040).
PARALLEL := -n 5 --dist loadfile --no-loadscope-reorder
test: dev programs ## every test, browser included
	@$(PY) -m pytest $(PARALLEL) --max-suite-reruns 5 --rerun-show-tracebacks

steady: dev programs ## what waits for a browser or a process, with a laden machine and no second chance
	@$(PY) tools/laden.py $(PY) -m pytest $(PARALLEL) -m browser tests

programs: dev
	@$(PY) tools/find_programs.py --install

check: dev ## format, lint, types, contracts, templates, migrations
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m djlint --lint --quiet telavis/templates
	@$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(PY) manage.py check

fix: dev ## format and repair what can be
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@$(PY) tools/write_readme_table.py

contracts: dev ## the staircase
	@.venv/bin/lint-imports --no-cache

trials: dev programs ## a trial in full (NAME=… N=…, SEED=… goes on with one that was interrupted); the result goes to docs/benchmarks/
	@$(PY) tools/trials.py "$(NAME)" "$(N)" "$(SEED)"

properties: dev ## every property with 5 000 examples of chance (`make test` takes the same 100 each time)
	@$(PY) -m pytest -m hypothesis --hypothesis-profile=chance

bench: base ## measure the pages under load, with 600 requests and with REQUESTS=200000; writes docs/benchmarks/pages.md
	@$(PY) -m benchmarks.pages $(if $(REQUESTS),--requests $(REQUESTS))

bench-directory: base ## import two million professionals and search them (ROWS=…); writes docs/benchmarks/directory.md
	@$(PY) -m benchmarks.directory.measure $(if $(ROWS),--rows $(ROWS))

bench-search: base ## search a million generated patients, beside simple ways (PEOPLE=… QUERIES=… SEED=… ASKED=… ALONE=1 KEPT=… REPORT=… COMMUNES=…); writes docs/benchmarks/patient-search.md
	@$(PY) -m benchmarks.patient_search.measure $(if $(PEOPLE),--people $(PEOPLE)) $(if $(QUERIES),--queries $(QUERIES)) $(if $(SEED),--seed $(SEED)) $(if $(ASKED),--asked $(ASKED)) $(if $(ALONE),--alone) $(if $(KEPT),--kept "$(KEPT)") $(if $(REPORT),--report $(REPORT))

bench-people: base ## pages of accounts and registrations with 100 000 and 20 000 of them (ACCOUNTS=… REGISTRATIONS=…); writes docs/benchmarks/people.md
	@$(PY) -m benchmarks.people.measure $(if $(ACCOUNTS),--accounts $(ACCOUNTS)) $(if $(REGISTRATIONS),--registrations $(REGISTRATIONS))

bench-uploads: base ## an inbox read while 50 files arrive by pieces (UPLOADS=… MEGABYTES=…); writes docs/benchmarks/uploads.md
	@$(PY) -m benchmarks.uploads.measure $(if $(UPLOADS),--uploads $(UPLOADS)) $(if $(MEGABYTES),--megabytes $(MEGABYTES))

backup: base ## database and documents into one checked file (FILE=…, else var/backups/)
	@$(MANAGE) backup $(if $(FILE),--to "$(FILE)")

restore: base ## put a backup back: make restore FILE=… (or make restore path/of/backup.tar)
	@test -n "$(FILE)" || { echo "Télavis: name the backup: make restore FILE=var/backups/….tar" >&2; exit 1; }
	@$(MANAGE) restore "$(FILE)"

lock: dev ## compile requirements/*.in, with hashes, from the public index
	@for name in setup base dev; do \
	  case $$name in dev) limits="-c requirements/base.txt";; *) limits="";; esac; \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    $$limits requirements/$$name.in -o requirements/$$name.txt >/dev/null || exit 1; \
	done

clean: ## remove what was installed and made; keeps the data in var/
	@rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
