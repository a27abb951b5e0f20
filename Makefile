# Two commands: `make run` opens the desk, `make test` runs the suite.  Both start from a bare
# clone: they need python3 (3.12 or newer), its venv module and make.  `ARGS=…` is passed on.

# The first that really runs and is new enough: a pyenv shim can be there and fail.
PYTHON := $(shell for python in python3.14 python3.13 python3.12 python3; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; \
	then echo "$$python"; break; fi; done)

TASKS := run test check lint audit bench soak mutants screenshots docs lock prepare

.PHONY: help $(TASKS)
.DEFAULT_GOAL := help

help:
	@echo 'make run          open the desk; where there is no screen, run its tour'
	@echo 'make test         run the tests'
	@echo 'make check        check what changed, in under a minute'
	@echo 'make lint         check form, rules, types and layers'
	@echo 'make audit        ask known advisories about the pinned packages, with pip-audit'
	@echo 'make bench        measure speed, beside its peers'
	@echo 'make soak         kill worker and window 200 times, suspend it, send a release by each door'
	@echo 'make mutants      put small faults into a copy; do the tests notice?'
	@echo 'make screenshots  draw every page, in both languages and themes'
	@echo 'make docs         draw the picture of the house and the table of settings again'
	@echo 'make lock         compile requirements.lock again'
	@echo 'ARGS="…" is passed on: make test ARGS="-k embargo", make run ARGS="feeds list"'

$(TASKS):
	@if [ -z "$(PYTHON)" ]; then \
	echo 'Comms Desk needs Python 3.12 or newer, and found none that runs.' \
	'On Debian 13 and Ubuntu 24.04: apt-get install python3 python3-venv' >&2; exit 1; fi
	@"$(PYTHON)" tools/bootstrap.py $@ $(ARGS)
