# make demo    the sample newspaper on http://127.0.0.1:8000
# make test    the tests; what the machine lacks is left out by name
PORT ?= 8000
DATA ?= .warta
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench lint types imports licences messages structure lock

demo: $(VENV)/runtime.stamp
	@$(BIN)/warta demo --port $(PORT) --data $(DATA)

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -rs -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

bench: $(VENV)/dev.stamp
	PYTHONPATH=. $(BIN)/python -m bench.run

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

licences: $(VENV)/runtime.stamp
	$(BIN)/python scripts/check_licences.py

# Needs GNU gettext; the result is committed, so that nobody else does.
messages: $(VENV)/dev.stamp
	$(BIN)/python scripts/messages.py

# After migrations were added: what they leave in an empty database, which new newspapers begin with.
structure: $(VENV)/dev.stamp
	$(BIN)/python scripts/structure.py

# Two lists with hashes, without addresses. Needs uv.
lock:
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --python-version 3.11 -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)

$(VENV)/runtime.stamp: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing Warta and what it needs into $(VENV) (once; about half a minute) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null || \
		$(BIN)/pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp requirements-dev.lock
	@echo "Installing what the tests need …"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
