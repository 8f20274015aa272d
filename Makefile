# `make demo` and `make test` need only Debian 12 or newer, Python 3.11 to 3.13, git and make:
# every target does its own set-up (installers/setup.sh), which is quick when nothing has changed.

PY := .venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo run test torture bench locale deb nsis clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## the virtual environment and what it needs of the system
	@installers/setup.sh

demo: setup ## the whole road on the sample district; ARGS="--out DIR" is passed on
	@.venv/bin/moduong demo $(ARGS)

run: ## the window
	@installers/setup.sh window
	@.venv/bin/moduong $(ARGS)

# One line a check; the first that fails stops the run.
test: ## all linters, types, import contracts and tests
	@installers/setup.sh test
	@echo "== ruff: lint";             $(PY) -m ruff check --quiet --output-format concise .
	@echo "== ruff: format";           $(PY) -m ruff format --check --quiet .
	@echo "== mypy: strict types";     $(PY) -m mypy
	@echo "== lint-imports: arrows";   .venv/bin/lint-imports --no-logo
	@echo "== pytest: tests, 100 % branch coverage of the domain and of merging"
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(ARGS)
	@echo "== all passed"

torture: ## the tests that take minutes: more examples, more faults
	@installers/setup.sh test
	@HYPOTHESIS_PROFILE=torture $(PY) -m pytest -n 2 --dist load -o faulthandler_timeout=0 -m "torture or hypothesis" $(ARGS)

bench: setup ## the ratios of the README
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation -c constraints.txt -e '.[bench]'
	@$(PY) -m benchmarks $(ARGS)

locale: setup ## collects new texts into the English catalogue and compiles the catalogues
	@$(PY) installers/catalogues.py

deb: setup ## the Debian package, into dist/
	@installers/deb/build.sh

nsis: setup ## the Windows installer, into dist/
	@installers/windows/build.sh

clean: ## removes what was built, not the environment
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
