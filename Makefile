# What people type. Everything can be run twice and asks nothing.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup packages model gemma browser engine world build run test presets check test-engines walk fuzz reference bench install uninstall \
	format lint clean

ARGS ?=
MODULE ?=
PREFIX ?= /usr/local
DESTDIR ?=
STATIC := .build-static
FUZZ := .build-fuzz
WORLD := .build-world/world.gguf
TARGET ?= gguf safetensors vocabulary sentencepieces network lesson grammar game keys table config state saved input texts requests \
	explorer
SECONDS ?= 60
EVENTS ?= 1000000
SEED ?= 1
PEER ?=
URL ?= http://localhost:8000
TRAINING_PEER ?= python3 Assets/bench/peer-torch.py
MODEL ?= $(or $(filter /%,$(XDG_DATA_HOME)),$(HOME)/.local/share)/surprisal/models/$\
	SmolLM2-135M-Instruct.Q4_1.gguf
# The crash reporter waits for a key, which nobody presses in a test.
TEST := SWIFT_BACKTRACE=enable=no swift test -c release \
	--disable-xctest --disable-testable-imports

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "make run ARGS='\"The capital of France is Paris.\"'   explores that text"

setup: packages model ## Install what building needs and fetch the default model (98 MB), once

packages:
	@Assets/setup/install-packages
	@[ -d .build/checkouts ] || swift package resolve || { echo "setup: the Swift packages could\
	 not be fetched, as it says above: check the network and run this again" >&2; exit 1; }

model: packages
	@Assets/setup/fetch-model

gemma: packages ## Fetch Gemma 3 270M (253 MB, with terms of its own), for some tests
	@Assets/setup/fetch-gemma

build: packages ## Build the program, optimized, at .build/release/surprisal
	swift build -c release --product surprisal

run: model build ## Set everything up and start the explorer, with ARGS='…'
	@.build/release/surprisal $(ARGS)

test: model engine ## Run all tests
	$(TEST)

presets: model ## Train every preset with three seeds, and check the story of its curve
	PRESETS=all $(TEST) --filter PresetTests

browser: ## Install a browser (Chromium), for the tests that open a page
	@Assets/setup/install-packages --browser

engine: packages
	@Assets/setup/fetch-engine

world: build ## Train the built-in model anew from rules and seed, and say whether its bytes are equal
	@rm -rf $(dir $(WORLD)) && mkdir $(dir $(WORLD))
	.build/release/surprisal train --headless --preset world --out $(WORLD)
	@cmp -s $(WORLD) Assets/world.gguf && echo "world: its bytes are those of Assets/world.gguf" || \
		{ echo "world: its bytes differ from those of Assets/world.gguf: look at $(WORLD), and copy it there\
 if it is to be the model" >&2; exit 1; }

fuzz: packages ## Feed made-up bytes to what reads bytes: TARGET='gguf lesson …', SECONDS=60 each
	swift build -c release --product Fuzzing --scratch-path $(FUZZ) \
		-Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address
	swiftc -sanitize=fuzzer,address $(FUZZ)/release/libFuzzing.a -lstdc++ -o $(FUZZ)/fuzz
	@set -e; for target in $(TARGET); do \
		corpus=$(FUZZ)/corpus/$$target; mkdir -p $$corpus; \
		echo "fuzz: $$target for $(SECONDS) seconds"; \
		ASAN_OPTIONS=detect_leaks=0:malloc_context_size=1:quarantine_size_mb=16 SWIFT_BACKTRACE=enable=no FUZZ_TARGET=$$target $(FUZZ)/fuzz \
			-max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 -verbosity=1 \
			-artifact_prefix=$(FUZZ)/$$target- $$corpus; \
	done

reference: model ## Compute the numbers anew that tests compare with (needs numpy, gguf, tokenizers, sentencepiece)
	Tests/CKernelsTests/Reference/make_blocks.py
	Tests/InferenceTests/Reference/make_reference.py "$(MODEL)" $(ARGS)
	Tests/InferenceTests/Reference/make_words.py "$(MODEL)"
	Tests/TokenizersTests/Reference/make_reference.py "$(MODEL)"
	Tests/TokenizersTests/Reference/make_families.py
	@echo "reference: the architectures' numbers need torch and transformers, and are made by" \
		"Tests/InferenceTests/Reference/make_architectures.py, make_lenses.py and" \
		"make_repositories.py beside it," \
		"and Tests/SafetensorsTests/Reference/make_tokenizers.py"

check: ## Build and test one module in seconds, as MODULE=Exploration, with ARGS='…'
	@Assets/setup/check "$(MODULE)" $(ARGS)

test-engines: ## Compare a real server, URL=http://localhost:8000, with this engine on the same MODEL
	SURPRISAL_TEST_SERVER="$(URL)" SURPRISAL_TEST_SERVER_MODEL="$(MODEL)" $(TEST) \
		--filter 'real server'

walk: ## Let EVENTS=1000000 random events happen to explorers from SEED=1 on, and say what breaks
	@WALK_EVENTS=$(EVENTS) WALK_SEED=$(SEED) Assets/setup/check Exploration \
		--filter 'shows only what belongs to the text at hand'

bench: model build ## Measure on this machine, beside PEER='…', into bench.json
	swift build -c release --product surprisal-bench
	.build/release/surprisal-bench --model "$(MODEL)" --program .build/release/surprisal \
		$(if $(PEER),--peer '$(PEER)') --training-peer '$(TRAINING_PEER)' --json bench.json $(ARGS)

install: ## Build one portable file and copy it under PREFIX (and DESTDIR), without a network
	@Assets/setup/install-packages --check
	@Assets/setup/take-packages $(STATIC)
	swift build -c release --product surprisal --static-swift-stdlib --scratch-path $(STATIC)
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Assets/setup/install install $(STATIC)/release/surprisal

uninstall: ## Remove from under PREFIX (and DESTDIR) what install put there
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" Assets/setup/install uninstall

format: ## Format the sources, then check what formatting cannot mend
	swift format -i -r Package.swift Sources Tests
	@$(MAKE) --no-print-directory lint

lint: ## Check the style of the sources
	@! grep -rn '^@testable' Tests || { echo "lint: use package in place of @testable, which optimized tests\
	 have not" >&2; exit 1; }
	swift format lint -r -s Package.swift Sources Tests

clean: ## Remove what was built
	rm -rf .build .build-check $(STATIC) $(FUZZ) $(dir $(WORLD))
