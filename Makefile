# Two commands do everything: `make run` and `make test`. They need Python 3.11 or newer and make.

PYTHON ?= python3
# As root the tests' PostgreSQL opens the folders above its own to other users: the environment must not stand in a home.
ENVIRONMENT ?= $(if $(and $(filter 0,$(shell id -u)),$(filter $(HOME)/%,$(CURDIR))),/var/tmp/tanya-environment,.venv)
BIN = $(ENVIRONMENT)/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 -c constraints.txt
READY = $(ENVIRONMENT)/.ready
TEST_READY = $(ENVIRONMENT)/.ready-for-tests
RUN_DATA ?= var/sample
PORT ?= 8080
WORKERS ?= 2
# What one process has compiled the next need not: to compile the forum takes longer than to start it.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test test-slow lint bench shots words clean

run: $(READY)
	TANYA_DATA_DIR=$(RUN_DATA) TANYA_SAMPLE_COMPANY=1 TANYA_PUBLIC_URL=http://127.0.0.1:$(PORT) $(BIN)/forum sample --port $(PORT)

# In the order of their folders, since what takes longest stands in the first half: the last module is no long one.
test: $(TEST_READY) programs
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not slow"

test-slow: $(TEST_READY) programs
	$(BIN)/pytest -m slow

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST_READY)
	$(BIN)/python -m bench

shots: $(TEST_READY) programs
	$(BIN)/python -m bench.shots

words: $(TEST_READY)
	$(BIN)/python -m forum.operations.catalogues

.PHONY: programs
programs:
	@sh tests/programs.sh

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Tanya needs Python 3.11 or newer; set PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(ENVIRONMENT)

$(READY): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e .
	touch $@

$(TEST_READY): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e '.[test]'
	touch $(READY) $@

clean:
	rm -rf $(ENVIRONMENT) var dist build
