# Everything here sets itself up on Debian or Ubuntu with Python 3.11 or newer, git and make.

PORT ?= 8501

VENV := .venv
PYTHON := $(VENV)/bin/python
# Compiling on first use instead of at installation saves a third of the time.
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile
# Tried, not just looked up: a name on PATH can be a shim with no Python behind it.
SYSTEM_PYTHON = $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11, \
	$(shell $(python) -c 'import sys; sys.version_info < (3, 11) or print("$(python)")' 2>/dev/null)))

.PHONY: run test check bench clean

run: $(VENV)/.runs  ## the demo: a booking business, its ingest and the page, until Ctrl-C
	@$(PYTHON) -m demo.running --port $(PORT)

test: $(VENV)/.tests  ## the tests, browser tests included
	$(PYTHON) -m pytest

check: $(VENV)/.tests  ## format, lint, types, layers and the tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(PYTHON) -m pytest

bench: $(VENV)/.tests  ## the benchmarks, each beside a peer; also writes bench/results/latest.json
	$(PYTHON) -m bench

clean:  ## everything that can be made again; your own data and settings stay
	rm -rf $(VENV) data/demo tests/artifacts bench/results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: written last, so that an installation that was cut off is done again.
$(VENV)/.runs: requirements.txt
	@sh .ci/environment "$(VENV)" "$(SYSTEM_PYTHON)"
	@echo "Installing what Sentlog runs on (once; about half a minute) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements.txt requirements-dev.txt
	@sh .ci/environment "$(VENV)" "$(SYSTEM_PYTHON)"
	@echo "Installing what Sentlog and its tests run on (once; about a minute) …"
	@$(PIP) -r requirements-dev.txt
	@$(PYTHON) -m tests.chromium
	@touch $(VENV)/.runs $@
