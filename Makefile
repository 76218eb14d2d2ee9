# Tulle: `make up` runs the whole mesh on this machine, `make test` passes the tests. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

JAVA_HOME := $(shell cli/find-jdk 2>/dev/null)
export JAVA_HOME
export PATH := $(if $(JAVA_HOME),$(JAVA_HOME)/bin:)$(PATH)

# One Maven build at a time; NATIVE=1 uses native binaries, DETACH=1 returns when the mesh answers.
MAVEN := $(or $(MVN),mvn) -B -ntp -Dstyle.color=never
TULLE := cli/tulle
STATE ?= .tulle
DURATION ?= 30s
RATE ?=

MODULES := mesh service-a service-b service-c gateway control-plane console cli
QUARKUS_MODULES := $(filter-out mesh,$(MODULES))
SOURCES := pom.xml $(MODULES:%=%/pom.xml) $(shell find $(MODULES:%=%/src/main) -type f 2>/dev/null)
BUILT := cli/target/.built
NATIVE_BUILT := cli/target/.native

.PHONY: help jdk tools build up down load test fmt check golden native-check native images deploy undeploy e2e charts sbom clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

jdk:
	@cli/find-jdk >/dev/null
	@command -v $(or $(MVN),mvn) >/dev/null || { echo "tulle: Maven is missing: install the package maven" >&2; exit 1; }

tools: jdk ## fetch Envoy, Prometheus, Zipkin and hey into .tools/ (ENVOY=, PROMETHEUS=, ZIPKIN=, HEY= override)
	@echo "tools:"
	@cli/fetch-tools

build: jdk $(BUILT) ## build every program (no tests)

$(BUILT): $(SOURCES)
	@echo "build: $(MODULES)"
	@mkdir -p cli/target
	@log=$$(mktemp cli/target/build.XXXXXX.log); \
	if $(MAVEN) -DskipTests package >"$$log" 2>&1; then rm -f "$$log"; else \
	    grep -E '^\[ERROR\]' "$$log" | head -n 20 >&2; echo "tulle: the build failed, see $$log" >&2; exit 1; fi
	@cli/aot $(QUARKUS_MODULES) || echo "tulle: without an AOT cache a program starts more slowly, nothing else changes"
	@touch $@

up: tools build ## run the whole mesh here, with real Envoys (DETACH=1: in the background; DEV=serviceb: that one in dev mode)
	@$(if $(DEV),cli/fetch-tools maven)
	@$(TULLE) up --state $(STATE) $(if $(DETACH),--detach) $(if $(NATIVE),--native) $(if $(DEV),--dev $(DEV))

down: jdk ## stop everything that `make up` started
	@if [ -f cli/target/quarkus-app/quarkus-run.jar ]; then $(TULLE) down --state $(STATE); \
	    else echo "nothing was built here, so nothing runs"; fi

load: ## send `hey` at the gateway for DURATION (30s); fails on any non-2xx or connection error
	@load/steady.sh $(DURATION)

test: tools ## format check, lint, architecture, unit, golden and Envoy tests, then the mesh end to end
	@cli/test

fmt: jdk ## format every file
	@$(MAVEN) -q spotless:apply

check: jdk ## format check and lint only
	@$(MAVEN) -q spotless:check
	@$(MAVEN) -Plint -DskipTests test-compile

golden: jdk ## rewrite the expected files of the golden tests; the diff is the review
	@$(MAVEN) -q -pl mesh,control-plane,console test -Dtest='GoldenTest,InjectionGoldenTest,WebhooksTest,GraphGoldenTest' -Dgolden.rewrite=true -Dsurefire.failIfNoSpecifiedTests=false

native-check: jdk ## generate the native-image arguments of every program (no GraalVM needed) and check them
	@cli/native-check $(QUARKUS_MODULES)

native: jdk $(NATIVE_BUILT) ## compile every program natively (container build with Mandrel, or GRAALVM_HOME)

$(NATIVE_BUILT): $(SOURCES)
	@$(MAVEN) -Dnative -DskipTests $(if $(NATIVE_BUILDER),-Dquarkus.native.builder-image=$(NATIVE_BUILDER)) package
	@rm -f $(BUILT)
	@touch $@

images: jdk ## build the images and load them into the cluster (IMAGE=jvm|native; k8s/images/build names the other settings)
	@flavour=$$(k8s/images/build --flavour) && $(MAKE) $$([ $$flavour = native ] && echo native || echo build) && \
	    echo "images:" && IMAGE=$$flavour k8s/images/build

deploy: jdk ## put the mesh on the cluster of the current context, or on a new kind cluster (k8s/deploy names the settings)
	@k8s/deploy deploy

undeploy: ## take it away again, with its kinds, webhooks and namespaces
	@k8s/deploy undeploy

e2e: tools ## deploy, then the end-to-end tests on that cluster (E2E="50 walkthrough" picks some; k8s/e2e/run --help)
	@k8s/deploy deploy
	@k8s/e2e/run $(E2E)

charts: ## generate what is derived from the manifests under k8s: the Helm charts, Prometheus' relabelling
	@k8s/generate
	@k8s/charts/check

sbom: jdk ## write each program's bill of materials (CycloneDX): MODULE/target/bom.json
	@$(MAVEN) -q -Psbom process-classes

clean: jdk ## stop the mesh and remove everything that was built
	@$(MAKE) down
	@$(MAVEN) -q clean
	@rm -rf .tulle
