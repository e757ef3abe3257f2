# `make run` opens the demo, `make test` proves it; both need only Python 3.11+, make and git.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= auto

.PHONY: run test check setup bench lint lock clean pictures

run: .venv/run.stamp
	$(BIN)/tablee run --demo --port $(PORT)

setup: .venv/dev.stamp

test: .venv/dev.stamp
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --cov --cov-report= $(ARGS)
	$(BIN)/coverage report --include='policies/*,governance/*' --fail-under=95 --skip-covered

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: .venv/dev.stamp
	$(BIN)/python -m bench

# The pictures of the README, made from the running program.
pictures: .venv/dev.stamp
	$(BIN)/python tools/pictures.py

# Names, versions and hashes only: no registry's address.
lock: .venv/dev.stamp
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --extra build --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev -c requirements.lock --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -o requirements-dev.lock

.venv/run.stamp: requirements.lock pyproject.toml
	@echo "Tablée: preparing .venv (about a minute the first time)…"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Tablée: adding what tests and checks need…"
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
