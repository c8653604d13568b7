# Everything runs in .venv, which tools/install.py makes and keeps up to date.

# PyTorch's CPU wheels: tools/install.py asks this index for torch, on Linux only.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
export TORCH_INDEX

# The Python that .venv is made with: the first of these that tools/install.py accepts.
PYTHON ?= $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p tools/install.py --check >/dev/null 2>&1 && echo $$p && break; done),python3)
IN_VENV = .venv/bin/python

# What the tests are run with; `make test EXTRAS="test site classroom cluster hub"` grades as well.
EXTRAS ?= test site
# What a change to one module or lesson usually breaks: no browser, no sandbox, no running notebook.
QUICK = tests --ignore=tests/browser --ignore=tests/classroom --ignore-glob="*.ipynb" -m "not slow"
# A notebook's cells must stay together, which of pytest-xdist's ways only loadscope sees to; more
# workers than four would wait for the slowest test all the same.  TEST_ARGS="-n 0" is without.
IN_PARALLEL = --maxprocesses 4 --dist loadscope --no-loadscope-reorder
# Browsers and kernels keep a worker waiting, so of those of `make test` there is one more.
ONE_MORE = $(shell "$(PYTHON)" -c "import os; print((os.cpu_count() or 1) + 1)")

# `make test THOROUGH=1` runs the same tests over every position, every seed, every pair.
THOROUGH ?=
export THOROUGH

.PHONY: lab quick test bench notebooks site pdf reset update

lab:
	@"$(PYTHON)" tools/install.py
	OMP_NUM_THREADS=1 $(IN_VENV) -m jupyterlab $(LAB_ARGS) --ServerApp.root_dir=. notebooks/00_start_here.ipynb

quick:
	@"$(PYTHON)" tools/install.py --extra test
	$(IN_VENV) -m pytest -n logical $(IN_PARALLEL) $(QUICK) $(TEST_ARGS)

test:
	@"$(PYTHON)" tools/install.py $(EXTRAS:%=--extra %)
	$(IN_VENV) -m pytest -n $(ONE_MORE) $(IN_PARALLEL) $(TEST_ARGS)

bench:
	@"$(PYTHON)" tools/install.py --extra test --extra site --extra classroom --extra cluster --extra hub
	$(IN_VENV) -m benchmarks

notebooks:
	@"$(PYTHON)" tools/install.py
	$(IN_VENV) tools/notebooks.py $(LESSON)
	$(IN_VENV) tools/index.py --write

site:
	@"$(PYTHON)" tools/install.py --extra site
	$(IN_VENV) -m tools.website site

pdf: site
	@"$(PYTHON)" tools/install.py --extra site --extra test
	$(IN_VENV) -m tools.website.pdf site course.pdf

reset:
	@"$(PYTHON)" tools/reset.py "$(LESSON)"

update:
	@"$(PYTHON)" tools/update.py
