# One word for each chore. `make` alone lists them.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test check bench pictures format lock fresh

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: ## the portal with a demonstration programme, until Ctrl-C (PORT=8000 VAR=var)
	@started=$$(date +%s) && bin/setup demo && exec .venv/bin/python -m local demo --started $$started

test: ## every test: units, real servers, journeys in a browser (BRANCHES=yes measures those too)
	@bin/setup test && exec bin/test

check: ## format, types, floors, templates, styles, migrations, dependencies
	@bin/setup check && exec bin/check

bench: ## pages, letters, a digest for 50,000, searches in 1,000,000 items (RECIPIENTS=2000 for fewer)
	@bin/setup test && exec .venv/bin/python -m local with-services -- .venv/bin/python -m bench $(if $(RECIPIENTS),--recipients $(RECIPIENTS))

pictures: ## every page and every letter as screenshots in pictures/, and those of the README
	@bin/setup test && exec bin/test tests/pictures

format: ## put code, templates and styles into shape
	@bin/setup check && exec bin/format

lock: ## pin every dependency of pyproject.toml anew (UPGRADE=1 takes newer versions)
	@bin/setup demo && exec bin/lock $(if $(UPGRADE),--upgrade)

fresh: ## remove everything that was set up, the demonstration's data too
	@if [ -x .venv/bin/python ]; then .venv/bin/python -m local forget; fi
	@rm -rf .venv .tools node_modules assets $(or $(VAR),var) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
