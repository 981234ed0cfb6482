# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help run test thorough lint bench mutation fresh clean
help:
	@echo 'make run    示例县，http://127.0.0.1:8000'
	@echo 'make test   检查和测试'
	@echo 'make thorough   21种结果逐一在浏览器里走一遍，页面在PostgreSQL上再测一遍'
	@echo 'make lint · make bench · make mutation · make fresh · make clean'

.venv/bin/python:
	@scripts/make-venv.sh $(PYTHON)

.venv/.run: constraints.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r constraints.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: constraints-dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r constraints-dev.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

run: .venv/.run
	$(BIN)/gongkai demo --dir var/demo

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/.dev lint
	@scripts/ensure-test-programs.sh
	GONGKAI_DIR=$$(mktemp -d) $(BIN)/pytest tests/law -q --cov=gongkai.law --cov-branch --cov-report=term:skip-covered --cov-fail-under=100
	GONGKAI_DIR=$$(mktemp -d) $(BIN)/pytest -n auto --dist worksteal --ignore=tests/law -m 'not thorough'
	@scripts/with-postgres.sh $(BIN)/pytest -n auto --dist worksteal -m 'not browser and not thorough' --ignore=tests/desk --ignore=tests/portal

thorough: .venv/.dev
	@scripts/ensure-test-programs.sh
	GONGKAI_DIR=$$(mktemp -d) $(BIN)/pytest -n auto --dist worksteal -m thorough
	@scripts/with-postgres.sh $(BIN)/pytest -n auto --dist worksteal -m 'not browser' tests/desk tests/portal

bench: .venv/.dev
	@for f in benchmarks/clock.py benchmarks/clock_million.py benchmarks/ledger.py benchmarks/report.py benchmarks/copied.py benchmarks/search.py benchmarks/worklist.py benchmarks/inspection.py benchmarks/press.py; do echo "== $$f"; $(BIN)/python "$$f" || exit 1; done

mutation: .venv/.dev
	rm -rf mutants
	GONGKAI_DIR=$$(mktemp -d) $(BIN)/mutmut run
	$(BIN)/mutmut results

fresh:
	@scripts/fresh.sh

clean:
	rm -rf .venv var
