# run, test, check, bench: see README.md. Needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
PORT ?= 8000
# Development is the default here; whoever runs production says so: DEBUG=false make run
DEBUG ?= true
export PORT DEBUG

.PHONY: run test check bench mutants install assets clean

run: .venv/installed
	@.venv/bin/python -m config.run

test: .venv/installed assets
	@.venv/bin/python -m pytest --numprocesses=auto -m "not services and not start and not mutants and not chaos"

check: .venv/installed
	@.venv/bin/python -m config.check

# Takes each guard of the ledger away in turn and prints which law broke without it.
mutants: .venv/installed
	@.venv/bin/python -m pytest -q -m mutants funding/tests

bench: .venv/installed assets
	@.venv/bin/python -m bench

install: .venv/installed

assets: .venv/installed
	@.venv/bin/python -m config.assets

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which: make PYTHON=python3.12")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python here has no venv module. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing what requirements.txt names into .venv …"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

# Everything that can be made again. The record itself is in var/ (for root: /var/tmp) and stays.
clean:
	rm -rf .venv node_modules static/build/*.css static/build/*.js static/build/.built
