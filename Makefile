# The front door: `make run` and `make test` do everything on a fresh machine.
# Each long step runs once, and again when what it depends on has changed (tools/step.py).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# A python3 that is new enough, else whichever there is, so that its complaint can be shown. Named by
# where it really is: a shim's or an active environment's path would come and go.
FIND := import os, sys; sys.version_info < (3, 11) and sys.exit(1); \
	print(os.path.realpath(sys._base_executable))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(FIND)' 2>/dev/null && exit; done; command -v python3 || echo python3)

UV := .tools/uv/bin/uv
BIN := .venv/bin
STEP := $(PYTHON) tools/step.py
PREFLIGHT := $(PYTHON) tools/preflight.py
LIVEKIT_VERSION := $(shell sed -n 's|.*github.com/livekit/livekit-server v\([0-9.]*\).*|\1|p' \
	tools/livekit-server/go.mod)
SIP_VERSION := $(shell sed -n 's|.*github.com/livekit/sip v\([0-9.]*\).*|\1|p' \
	tools/livekit-sip/go.mod)

# The Python of .venv is the one chosen here; no other is downloaded.
export UV_PYTHON_DOWNLOADS := never
# Trust what the machine trusts, a company's own registry mirror included.
export UV_SYSTEM_CERTS := true
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help run test check check-python check-web format bench pictures doctor clean lock setup \
	python web livekit livekit-for-tests livekit-sip livekit-sip-for-tests packages

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: setup livekit ## Set up what is missing, then start Segue with its demo
	@exec $(BIN)/segue up --demo

test: setup livekit-for-tests livekit-sip-for-tests ## Set up what is missing, then run every test
	@if [ -f web/package.json ]; then npm --prefix web run --silent test; fi
	@$(BIN)/pytest --numprocesses 3 $(ARGS)

check: setup ## Format, lint, types, import contracts (no test)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line check-python check-web

check-python:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/pyright --warnings

check-web:
	@if [ -f web/package.json ]; then set -x; npm --prefix web run --silent format:check; \
		npm --prefix web run --silent lint; npm --prefix web run --silent typecheck; fi

format: setup ## Put the code into its one format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	@if [ -f web/package.json ]; then npm --prefix web run --silent format; fi

bench: setup livekit-for-tests packages ## Measure, beside what it is compared with
	@$(BIN)/python -m bench $(ARGS)

pictures: setup livekit packages ## Take the README's pictures of the real desk anew
	@$(BIN)/python -m tools.pictures

doctor: ## Check every part by itself, and how to mend what is wrong
	@if [ -x $(BIN)/segue ]; then exec $(BIN)/segue doctor; \
	else $(PREFLIGHT) python node livekit > /dev/null; \
	echo "✓ The tools are here. Next: make run"; fi

clean: ## Remove what was installed and built; calls and keys in .segue stay
	rm -rf .venv .tools src/segue/web web/node_modules web/dist \
		.pytest_cache .ruff_cache .hypothesis .import_linter_cache

lock: python ## Choose the newest versions of the Python packages anew
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --group dev \
		--python-version 3.11 pyproject.toml --output-file requirements.lock

setup: python web

python:
	@$(PREFLIGHT) python
	@$(STEP) --title "Fetching uv, which installs Python packages (5 s)" --done uv \
		--watch tools/uv/requirements.txt --makes $(UV) -- \
		bash -c '"$(PYTHON)" -m venv --clear .tools/uv && .tools/uv/bin/pip install \
		--disable-pip-version-check --require-hashes --only-binary :all: -r tools/uv/requirements.txt'
	@$(STEP) --title "Making the environment .venv" --done venv --makes $(BIN)/python -- \
		$(UV) venv --clear --python "$(PYTHON)" .venv
	@$(STEP) --title "Installing the locked Python packages (about 30 s the first time)" \
		--done python --watch requirements.lock pyproject.toml .tools/stamps/venv \
		--makes $(BIN)/segue -- bash -c '$(UV) pip sync --python $(BIN)/python --require-hashes \
		requirements.lock && $(UV) pip install --python $(BIN)/python --no-deps \
		--no-build-isolation --editable .'

web:
	@if [ ! -f web/package.json ]; then exit 0; fi; \
	$(PREFLIGHT) node; \
	$(STEP) --title "Installing the desk's packages with npm ci (about 30 s the first time)" \
		--done npm --watch web/package.json web/package-lock.json web/.npmrc \
		--makes web/node_modules --directory web -- npm ci --no-audit --no-fund; \
	$(STEP) --title "Building the desk and the customer's page (about 20 s)" --done web \
		--watch web --makes src/segue/web --directory web -- npm run build

livekit: NEED := livekit
livekit-for-tests: NEED := livekit-for-tests
livekit livekit-for-tests:
	@need=$$($(PREFLIGHT) $(NEED)); if [ "$$need" = build ]; then \
	$(STEP) --title "Building livekit-server $(LIVEKIT_VERSION) with Go (once, 1 to 3 minutes)" \
		--done livekit --watch tools/livekit-server --makes .tools/bin/livekit-server \
		--directory tools/livekit-server -- go build -v -trimpath -ldflags "-s -w" \
		-o ../../.tools/bin/livekit-server github.com/livekit/livekit-server/cmd/server; fi

livekit-sip: NEED := livekit-sip
livekit-sip-for-tests: NEED := livekit-sip-for-tests
livekit-sip-for-tests: packages
livekit-sip livekit-sip-for-tests:
	@need=$$($(PREFLIGHT) $(NEED)); if [ "$$need" = build ]; then \
	$(STEP) --title "Building livekit-sip $(SIP_VERSION) with Go (once, about 1 minute)" \
		--done livekit-sip --watch tools/livekit-sip --makes .tools/bin/livekit-sip \
		--directory tools/livekit-sip -- env CGO_ENABLED=1 go build -v -trimpath \
		-ldflags "-s -w" -o ../../.tools/bin/livekit-sip \
		github.com/livekit/sip/cmd/livekit-sip; fi

packages:
	@$(PREFLIGHT) packages
