# make site   sets up and builds the website, calendar, feeds and bulletin into site/
# make test   sets up and runs every check and test, those in a real browser too

# Debian's own Python first, where its venv is there or can be installed: it is built with profiles of its use, and one
# that pyenv compiles without takes a twelfth more of the processor for a build.
PYTHON ?= $(shell for each in /usr/bin/python3.11 python3.11 python3; do \
  command -v $$each && { $$each -c 'import ensurepip' || test "$$(id -u)" = 0; } && exit; done 2> /dev/null | tail -n 1)
VENV := .venv
BIN := $(VENV)/bin

# What pip cannot bring: WeasyPrint's text libraries and a Thai font for print.
SITE_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-tlwg-laksaman-ttf
# A browser, unless there is one, and what looks at a printed page.
BROWSER := $(shell command -v chromium chromium-browser google-chrome | head -n 1)
TEST_PACKAGES := git faketime poppler-utils $(if $(BROWSER),,chromium) $(if $(shell command -v npm),,nodejs npm) \
  $(if $(shell command -v java),,default-jre-headless)

.PHONY: site test check serve lint lock admin admin-test html-test clean
site: $(VENV)/.site
	$(BIN)/julasan build

test: $(VENV)/.test admin-test html-test lint
	$(BIN)/pytest -n 2 --dist loadgroup

lint: $(VENV)/.test
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

check: $(VENV)/.site
	$(BIN)/julasan check

serve: $(VENV)/.site
	$(BIN)/julasan serve

# The form at /admin/ for people without git (Decap CMS, and js-yaml for events.yaml): locked npm packages.
admin: .cache/decap/decap-cms.js
DECAP := scripts/julasan/render/decap
NPM := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.cache/decap/decap-cms.js: $(DECAP)/package-lock.json
	rm -rf .cache/decap .cache/decap-npm && mkdir -p .cache/decap .cache/decap-npm
	cp $(DECAP)/package.json $(DECAP)/package-lock.json .cache/decap-npm
	$(NPM) --prefix .cache/decap-npm
	cd .cache/decap-npm/node_modules/decap-cms/dist && \
	  cp *decap-cms.js *.wasm decap-cms.js.LICENSE.txt ../../js-yaml/dist/js-yaml.min.js $(CURDIR)/.cache/decap
	rm -rf .cache/decap-npm && touch $@

admin-test: $(VENV)/.test admin .cache/decap-server/.done
.cache/decap-server/.done: tests/decap/package-lock.json
	rm -rf .cache/decap-server && mkdir -p .cache/decap-server
	cp tests/decap/package.json tests/decap/package-lock.json .cache/decap-server
	$(NPM) --prefix .cache/decap-server
	touch $@

# The Nu HTML checker (vnu), which tests/test_html.py runs over the built site.
html-test: $(VENV)/.test .cache/vnu/vnu.jar
.cache/vnu/vnu.jar: tests/vnu/package-lock.json
	rm -rf .cache/vnu && mkdir -p .cache/vnu
	cp tests/vnu/package.json tests/vnu/package-lock.json .cache/vnu
	$(NPM) --prefix .cache/vnu
	mv .cache/vnu/node_modules/vnu-jar/build/dist/vnu.jar $@
	rm -rf .cache/vnu/node_modules && touch $@

lock: | $(VENV)/bin/python
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile $(LOCKING) --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCKING) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
LOCKING := -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-header

clean:
	rm -rf $(VENV) site .cache .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.site: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(call install,$(SITE_PACKAGES))
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.site
	$(call install,$(TEST_PACKAGES))
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' || \
	  { echo "ต้องใช้ Python 3.11.2 ขึ้นไป / Python 3.11.2 or newer is needed (make PYTHON=/path/to/python3.11 ...)"; exit 1; }
	$(if $(shell $(PYTHON) -c 'import ensurepip' 2>&1),$(call install,python3-venv))
	$(PYTHON) -m venv $(VENV)

# Installs Debian packages that are missing, where that may be done; else says what to install.
define install
	@command -v dpkg-query > /dev/null || { echo "โปรดติดตั้งเอง / please install: $(1)"; exit 0; }; \
	missing=$$(for name in $(1); do \
	  dpkg-query -W -f '$${Status}' $$name 2> /dev/null | grep -q 'ok installed' || echo $$name; done); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=; elif sudo -n true 2> /dev/null; then as_root=sudo; else \
	  echo "โปรดติดตั้งก่อน / please install first: sudo apt install" $$missing; exit 1; fi; \
	echo "apt install" $$missing; \
	$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends $$missing > /dev/null
endef
