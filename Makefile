# Greenroom. `make run` starts it, `make test` tests it; both set up what they need. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv/bin
export PATH := $(CURDIR)/.venv/.node/bin:$(PATH)
PWA_SOURCES := $(shell find pwa -path pwa/node_modules -prune -o -path pwa/dist -prune -o -type f -print 2>/dev/null)
LAN ?=
DEMO ?= 1
TEST_PROCESSES ?= 2

.PHONY: help setup setup-test build native run test test-python test-e2e test-pwa check bench soak load fmt lock openapi python-3.11

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/.python-stamp pwa/node_modules/.stamp ## .venv and everything in it, node packages

setup-test: setup .venv/.browser-stamp ## and what the tests need of the system: Chromium, coturn, espeak-ng, a Chinese font

.venv/.python-stamp: requirements.lock pyproject.toml
	@$(call with_python,python)

pwa/node_modules/.stamp: pwa/package-lock.json
	@$(call with_python,node)

.venv/.browser-stamp: backend/app/set_up.py
	@$(call with_python,browser)

# The first Python that is new enough, so that a machine with several needs no setting.
define with_python
	for python in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do \
	  if command -v "$$python" >/dev/null && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec "$$python" backend/app/set_up.py $(1); fi; \
	done; \
	echo "Greenroom needs Python 3.11 or later; none was found. On Debian 12: apt-get install python3 python3-venv" >&2; \
	exit 1
endef

build: setup native pwa/dist/index.html ## the app for the browser and the media node's packet path, when sources have changed

native: setup
	@$(VENV)/python -m media.native

pwa/dist/index.html: pwa/node_modules/.stamp $(PWA_SOURCES)
	@npm --prefix pwa run --silent build
	@touch $@

run: build ## everything on this machine with the demo; LAN=1 for phones in the network, DEMO= without the demo
	@exec $(VENV)/greenroom up $(if $(LAN),--lan) $(if $(DEMO),--demo,--no-demo)

test: setup-test build test-python test-e2e test-pwa ## all tests

test-python:
	@$(VENV)/python -m tests.judged tests -m "not e2e" -n $(TEST_PROCESSES) --dist worksteal -q

test-e2e:
	@$(VENV)/python -m tests.judged tests/e2e -n $(TEST_PROCESSES) --dist worksteal -q

test-pwa:
	@npm --prefix pwa test --silent

check: setup ## format, lint, types, import rule, and the tests that need no server
	@$(VENV)/ruff format --check --quiet .
	@$(VENV)/ruff check --quiet .
	@$(VENV)/mypy
	@$(VENV)/lint-imports --no-logo
	@npm --prefix pwa run --silent check
	@$(VENV)/pytest -q -p tests.quick -n $(TEST_PROCESSES)

bench: build ## what it costs, beside the goals and the peers; ROWS=media,objects picks
	@$(VENV)/python -m load_tests.bench $(ROWS)

soak: setup native ## for the night: 20 streams for 30 minutes, memory that stays flat; MINUTES=3 STREAMS=20 is shorter
	@$(VENV)/python -m load_tests.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(STREAMS),--streams $(STREAMS))

load: setup ## many at once, beside the goals; SCENARIO=interviews picks
	@$(VENV)/python -m load_tests.run $(SCENARIO)

fmt: setup ## formats the sources
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .
	@cd pwa && node_modules/.bin/eslint . --fix

lock: setup ## locks the newest versions that pyproject.toml and package.json allow
	@uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url --no-annotate \
	  --upgrade --quiet pyproject.toml -o requirements.lock
	@npm --prefix pwa install --package-lock-only
	@$(VENV)/python backend/app/set_up.py prune-node-lock

openapi: setup ## the types of the API for the app
	@document=$$(mktemp); trap 'rm -f "$$document"' EXIT; \
	$(VENV)/greenroom openapi > "$$document"; npm --prefix pwa run --silent schema -- "$$document"
