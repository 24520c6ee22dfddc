# One door for contributors: `make lint test` is all that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test lint format bench screenshots chaos clean

setup: $(READY)

$(READY): setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(READY)
	$(BIN)/python run.py demo

test: $(READY)
	$(BIN)/pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# medians as JSON, a line a figure; some alone: make bench PARTS="sending starting"
bench: $(READY)
	@$(BIN)/python -m benchmarks $(PARTS)

# the operator's page of the demo, as the documents show it; needs chromium
screenshots: $(READY)
	$(BIN)/python -m tests.browser.screenshots

# 100 kills and minutes of trouble on both databases, side by side; rewrites docs/reliability.md
chaos: $(READY)
	rm -rf var/chaos
	$(BIN)/pytest tests/chaos -n 2 --chaos var/chaos
	$(BIN)/python -m tests.chaos.report var/chaos > docs/reliability.md

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache
