# Lindra: `make demo` shows the site, `make test` proves it. Needs Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check rows drill requirements

PORT ?= 8000
ARGS ?=
VENV_PYTHON := .venv/bin/python
SETUP = python="$$(sh tools/find_python.sh)" && "$$python" -m tools.environment

help:
	@echo "make demo          the site with invented people, on PORT=$(PORT)"
	@echo "make demo-reset    start the demo afresh"
	@echo "make test          all tests; ARGS=\"tests/rules -k sleep\" runs some"
	@echo "make check         lint, types, import contracts, the programme, the requirement files"
	@echo "make rows          which tests show which row of docs/rows.txt"
	@echo "make drill         the long tests"
	@echo "make requirements  make requirements/*.txt anew from pyproject.toml (needs uv); ARGS=--upgrade takes newer versions"

demo:
	@$(SETUP) demo && exec $(VENV_PYTHON) -m tools.demo --port $(PORT)

demo-reset:
	@python="$$(sh tools/find_python.sh)" && exec "$$python" -m tools.demo --reset

test:
	@$(SETUP) test && exec $(VENV_PYTHON) -m tools.run_tests $(ARGS)

drill:
	@$(SETUP) test && LINDRA_DRILL=1 exec $(VENV_PYTHON) -m tools.run_tests -m "drill or sampled" -o faulthandler_timeout=0 $(ARGS)

rows:
	@$(SETUP) test && exec $(VENV_PYTHON) -m tools.rows

check:
	@$(SETUP) check && exec $(VENV_PYTHON) -m tools.check

requirements:
	@$(SETUP) check && exec $(VENV_PYTHON) -m tools.requirements $(ARGS)
