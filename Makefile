# Every target is also a plain command; `make -n TARGET` shows it.

GO         ?= go
FUZZTIME   ?= 60s
BENCHTIME  ?= 1s
# For a busy machine: TIMING='-timing.every=100ms'.
TIMING     ?=
# The lint tools live in a module of their own, so that their dependencies never become ours.
TOOL       := $(GO) tool -modfile=tools/go.mod

.DEFAULT_GOAL := help
.PHONY: help run build generate fmt lint vuln test race fuzz bench timing assurance audit federation web web-test verify tidy ci clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Serve the API with the embedded user pool on http://127.0.0.1:8080
	$(GO) run .

build: ## Build the binary ./usher
	$(GO) build -trimpath -o usher .

generate: ## Generate code and the signatures of the resolvers from the schemas
	$(GO) generate ./graph/... ./examples/...

fmt: ## Format the Go code
	$(TOOL) golangci-lint fmt

lint: ## Vet and lint
	$(GO) vet ./...
	$(TOOL) golangci-lint run ./...

vuln: ## Look for known vulnerabilities in what the code calls (needs the network)
	$(TOOL) govulncheck ./...

test: ## Run the tests
	$(GO) test ./...

race: ## Run the tests under the race detector
	$(GO) test -race ./...

fuzz: ## Fuzz each target for FUZZTIME (60s)
	@set -e; for pkg in $$($(GO) list ./...); do \
	  listed=$$($(GO) test -list '^Fuzz' "$$pkg"); \
	  for target in $$(echo "$$listed" | grep '^Fuzz' || true); do \
	    echo "== $$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$pkg"; \
	  done; \
	done

bench: ## Run the benchmarks for BENCHTIME (1s) each
	$(GO) test -run '^$$' -bench . -benchtime $(BENCHTIME) -benchmem ./...

timing: ## Measure whether times tell who has an account; takes eight minutes of a quiet machine
	USHER_ASSURANCE=1 $(GO) test -run '^TestTimingTellsNobodyApart$$' -count=1 -timeout 60m -v . $(TIMING)

assurance: ## Print the figures of docs/security.md; takes ten minutes of a quiet machine
	.ci/assurance/run

audit: ## Run the GraphQL-over-HTTP audits against a fresh server
	.ci/audit/run

federation: ## Compose the schema with a second subgraph
	.ci/federation/run

web: ## Build the app into examples/spa-apollo/dist, which the server embeds; needs Node
	.ci/web/install
	cd web/apollo && npm run build
	cd examples/spa-apollo && npm run build

web-test: ## Check the npm package and the app; needs Node
	.ci/web/install
	.ci/web/run

verify: ## Generate again and compare with what is committed
	$(GO) generate ./graph/... ./examples/...
	git diff --exit-code

tidy: ## Bring go.mod and go.sum in order
	$(GO) mod tidy
	cd tools && $(GO) mod tidy

ci: ## Run all that is checked before a change is taken
	.ci/run

clean: ## Delete what was built here
	rm -f usher
