# Two commands matter: `make run` and `make test`. Both set up what they need.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# pip names its package mirrors when it looks into them; only warnings and errors are of interest here.
PIP := $(BIN)/python -m pip --disable-pip-version-check
APT := DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: run install test lint format check-system dev system clean

run: install
	@$(BIN)/strategibot serve

# Building is incremental: when nothing has changed it takes a moment.
install: $(VENV)/.installed
	@$(BIN)/strategibot index build

test: dev system
	@$(BIN)/python -m pytest

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check-system:
	@command -v $(PYTHON) >/dev/null || { echo "Python saknas. Installera det: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) är för gammal: Python 3.11 eller senare behövs. Har du en nyare: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Pythons venv saknas. Installera det: sudo apt-get install python3-venv"; exit 1; }

# torch first, alone and pinned: whatever else asks for it then takes the build that is there.
$(VENV)/.installed: pyproject.toml | check-system
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@echo "Installerar (en gång; några minuter)…"
	$(PIP) install --progress-bar on torch==2.13.0
	$(PIP) install --progress-bar on -e .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.installed
	$(PIP) install --progress-bar on -e '.[dev]'
	@touch $@

dev: $(VENV)/.dev

# What the tests need of the system: browser (libatomic1 for its driver), OCR, and node for pictures of cards. Where it is missing and may not be
# installed, the tests that need it are skipped and say so; in CI a skipped test is an error (tests/conftest.py).
DEBIAN := chromium fonts-noto-color-emoji libatomic1 tesseract-ocr tesseract-ocr-swe
system:
	@wanted="$$(dpkg-query -W -f='$${db:Status-Status} $${Package}\n' $(DEBIAN) 2>/dev/null | sed -n 's/^installed //p')"; \
	missing="$$(for p in $(DEBIAN); do grep -qx $$p <<<"$$wanted" || echo $$p; done; \
	  command -v npm >/dev/null || echo nodejs npm)"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then \
	  echo "Installerar" $$missing "…"; $(APT) update -qq && $(APT) install -qq -y --no-install-recommends $$missing >/dev/null; \
	else echo "Saknas, så några tester hoppas över. Installera: sudo apt-get install" $$missing; fi

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
