# `make lab` opens the workbench, `make test` passes the tests; both set up .venv first, and only when something changed.
# The first interpreter that runs and is new enough: a name on the path may be a launcher of a version that is not there.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/ready
export TZ := UTC

.PHONY: setup lab test lint bless score bench lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=/path/to/python3.12"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# JupyterLab asks an administrator (a container's only user, often) to say so.
AS_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)
lab: $(READY)
	$(BIN)/jupyter lab $(AS_ROOT) notebooks/00-corpus.ipynb

# Two processes: notebooks and modules are spread over them by file.
test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg tests notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Execute the notebooks and write them in the one form that is committed.
bless: $(READY)
	$(BIN)/python -m workbench.notebooks notebooks

# The gold that ships: five articles on the crisis and seven on a disputed demonstration, the second topic.
TOPIC := tests/demonstration
score: $(READY)
	$(BIN)/python -m workbench score seeds --gold tests/gold/seeds-attributions.jsonl
	$(BIN)/python -m workbench score seeds --gold tests/gold/seeds.jsonl
	$(BIN)/python -m workbench score $(TOPIC)/articles --codebook $(TOPIC)/codebook --gold tests/gold/demonstration.jsonl

# The other tools ask for other versions, so they are timed in an interpreter of their own:
# make bench PEERS=/path/to/python TEXTS=articles.jsonl, and MEMORY="1000 20000" for what takes longest
bench: $(READY)
	$(BIN)/python tests/benchmarks/speed.py $(if $(PEERS),--peers $(PEERS)) $(if $(TEXTS),--texts $(TEXTS)) $(if $(MEMORY),--memory $(MEMORY))

# Written without any address, so that it serves every mirror; hashes hold the content.
lock: $(READY)
	$(BIN)/python -m uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes --no-emit-index-url \
	  --extra develop --python-version 3.11 pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv
