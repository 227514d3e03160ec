# make demo   environment, install, one night through Prefect on samples/, place of the report
# make test   environment, install, the test suite
# make check  format, lint, types, layers, tests
# make bundle folders for offices without a network, Windows x64 and Linux x64 (BUNDLE_PYTHON=3.12 for another Python)
# make bench  ratios against other tools, each taken in one run

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check lint types layers bundle bench clean

$(VENV)/.run: locks/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("duban 需要 Python 3.11 以上，当前为 " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r locks/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run locks/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r locks/dev.txt
	touch $@

demo: $(VENV)/.run
	$(BIN)/duban demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

check: lint types layers test

bundle: $(VENV)/.run
	$(BIN)/python deploy/make_bundle.py $(if $(BUNDLE_PYTHON),--python $(BUNDLE_PYTHON))

bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo
