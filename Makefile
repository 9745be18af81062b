# Two commands: `make demo` and `make test`. Each sets up what it needs, once.
# Settings: PORT=8001, EXIT=1, PYTHON=python3.12, LOCK=requirements/product.txt

LOCK ?= requirements/dev.txt
PORT ?= 8000
# onnxruntime's official wheels report to their maker unless told so before their import.
export ORT_DISABLE_TELEMETRY := 1
BIN := .venv/bin
INSTALLED := .venv/.installed

# The first Python that runs and is new enough; the locks were made for 3.11.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long lint lock serve fuzz bench clean

help:
	@echo "make demo       read the sample dossiers and leave the service on port $(PORT)"
	@echo "                (EXIT=1 stops it when done, PORT=8001 another port)"
	@echo "make test       guards and tests, under 15 minutes on two cores"
	@echo "make test-long  the suites that take longer"
	@echo "make setup      system packages and the virtual environment (all others call it)"
	@echo "make serve      the service on one machine, data under ./data"
	@echo "make fuzz       every parser of uploaded bytes, MINUTES=30 in all"
	@echo "make bench      seconds a page beside tesseract on this machine"
	@echo "make lint       ruff, mypy, import rules      make lock    make the locks again"
	@echo "make clean      remove what make made here, except ./data"

.PHONY: system
system:
	@sh requirements/system.sh

setup: system $(INSTALLED)

$(INSTALLED): requirements/install.sh requirements/uv.txt $(LOCK) pyproject.toml | system
	@test -n "$(PYTHON)" || { echo "sohoa: Python 3.11 or newer is needed and none was found;" \
		"run: apt-get install -y python3 python3-venv (or PYTHON=/path/to/python3.11)" >&2; exit 1; }
	@sh requirements/install.sh "$(PYTHON)" "$(LOCK)"
	@touch $@

demo: setup
	@PORT=$(PORT) EXIT=$(EXIT) $(BIN)/python -m cli.demo

serve: setup
	@$(BIN)/sohoa serve --port $(PORT)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -m "not long" $(PYTEST_ARGS)

test-long: setup
	$(BIN)/pytest -m long --timeout=3600 $(PYTEST_ARGS)

# Apart from the other tools: it has wheels for Linux only.
MINUTES ?= 30
fuzz: setup
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/fuzz.txt
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

bench: setup
	$(BIN)/sohoa models bench

# Versions that stand in a lock stay; `make lock UPGRADE=--upgrade` moves them on.
# No index address is written into a lock: whoever installs brings their own.
UPGRADE ?=
UV_COMPILE = .cache/tools/bin/uv pip compile --override requirements/overrides.txt $(UPGRADE) \
	--python-version 3.11 --generate-hashes --no-emit-index-url --quiet
lock: system $(INSTALLED)
	$(UV_COMPILE) requirements/product.in -o requirements/product.txt
	$(UV_COMPILE) requirements/dev.in --constraint requirements/product.txt -o requirements/dev.txt
	$(UV_COMPILE) requirements/fuzz.in -o requirements/fuzz.txt
	echo uv | .cache/tools/bin/uv pip compile - $(UPGRADE) --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --quiet -o requirements/uv.txt

clean:
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		build demo-out sohoa.egg-info
