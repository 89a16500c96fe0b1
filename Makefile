# `make help` lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# tsx keeps what it compiled in the temporary folder for ever.
export TSX_DISABLE_CACHE := 1

NODE_OLD := (function () { var v = process.versions.node.split("."); if (v[0] > 20 || (v[0] == 20 && v[1] >= 9)) return; \
  console.error("Node " + process.versions.node + " is too old; install 20.9 or newer"); process.exit(1); })()
INSTALLED := node_modules/.installed
BINDINGS := .gen/.generated
BUNDLE := build/main.cjs
SOURCES := $(shell find main.ts src -type f 2>/dev/null)
MODULES := $(shell find terraform-modules -type f -name '*.tf' 2>/dev/null)

PLUGIN := build/stand-in.cjs

.PHONY: help install bindings rehearse rehearse-faults policies synth synth-hcl test types lint format jest backend-config bench clean

help: ## What there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1 | \2/p' Makefile | awk -F'|' '{printf "%-18s%s\n", $$1, $$2}'

# `npm install --no-save` and not `npm ci`: the lock file's exact versions and hashes hold in both, but `npm ci` refuses a
# lock file that lacks another platform's optional binaries. No package needs its install script.
$(INSTALLED): package-lock.json package.json
	@command -v node >/dev/null || { echo "Node is missing; install 20.9 or newer" >&2; exit 1; }
	@node -e '$(NODE_OLD)'
	@echo "installing packages (once per package-lock.json)"
	@npm install --no-save --ignore-scripts --no-fund --no-audit --no-update-notifier --loglevel=error --progress=false >/dev/null
	@touch $@

$(BINDINGS): $(INSTALLED) $(MODULES) cdktf.json tools/terraform/get.mjs
	@echo "typing terraform-modules into .gen"
	@node tools/terraform/get.mjs
	@touch $@

$(BUNDLE): $(INSTALLED) $(BINDINGS) $(SOURCES) tools/build.mjs tsconfig.json
	@echo "bundling main.ts"
	@node tools/build.mjs

install: $(INSTALLED) ## Packages, if they are missing or the lock file changed
bindings: $(BINDINGS) ## Types of terraform-modules, if they changed

$(PLUGIN): $(INSTALLED) $(shell find tools/stand-in -type f) tools/build.mjs
	@node tools/build.mjs tools/stand-in/main.ts $(PLUGIN)

# STACKS='prod-*' takes a part, KEEP=1 destroys nothing, SPAWNED=1 and REGISTRY=1 choose other ways to run providers.
rehearse: $(BINDINGS) $(PLUGIN) ## The whole organization through real Terraform, offline
	@node --import tsx tools/rehearsal/main.ts $(if $(STACKS),--stacks '$(STACKS)') $(if $(KEEP),--keep) \
	  $(if $(SPAWNED),--spawned) $(if $(REGISTRY),--registry) $(if $(JOBS),--jobs $(JOBS))

rehearse-faults: $(BINDINGS) $(PLUGIN) ## What happens when an apply dies, locks stay, state is lost ...
	@node --import tsx tools/rehearsal/faults/main.ts

policies: $(BINDINGS) ## checkov and rules of ours over the plans of the last rehearsal
	@node --import tsx tools/policies/main.ts

synth: $(BUNDLE) ## Terraform JSON of every stack into cdktf.out
	@node $(BUNDLE) --outdir cdktf.out

synth-hcl: $(BUNDLE) ## The same as HCL into cdktf.out.hcl, the way out to plain Terraform
	@node $(BUNDLE) --hcl --outdir cdktf.out.hcl

test: types lint jest ## Types, lint and tests

types: $(BINDINGS)
	@echo "checking types"
	@node_modules/.bin/tsc -p .

lint: $(BINDINGS) ## Rules and format, without changing anything
	@echo "linting"
	@node_modules/.bin/oxlint --type-aware --deny-warnings --quiet
	@node_modules/.bin/biome check --error-on-warnings --log-level=warn

format: $(INSTALLED) ## Formats and sorts imports
	@node_modules/.bin/biome check --write --log-level=warn

jest: $(BINDINGS) $(PLUGIN)
	@echo "running tests"
	@mkdir -p build && rm -f build/jest.json
	@node_modules/.bin/jest --json --outputFile=build/jest.json >build/jest.log 2>&1 || { cat build/jest.log; exit 1; }
	@node tools/ci/count.mjs build/jest.json

backend-config: $(BINDINGS) ## backend-config/<account>.s3.tfbackend from the configuration
	@node --import tsx tools/backend-config.ts

bench: $(BUNDLE) ## Seconds and memory of synthesis beside the stock ways
	@npm run --silent bench

clean: ## Removes all that the other targets made
	@rm -rf .gen .tools build cdktf.out cdktf.out.hcl coverage node_modules rehearsal
