# The commands of everyday work; `make` alone lists them.

SWIFT ?= swift
# The same flags for every build, so that nothing is compiled twice.
BUILD_FLAGS := --explicit-target-dependency-import-check error
FORMAT_FLAGS := --configuration .swift-format --recursive --parallel Package.swift Sources Tests Fuzzing/swift \
	$(addprefix Benchmarks/,Package.swift Benchmarks Calibration CountOperations Floor JobStore Operations)

BIND ?= 127.0.0.1:8080
ADMIN_BIND ?= 127.0.0.1:6060
ROOT ?= Examples/photos
FUZZ_SECONDS ?= 20
TORTURE_ITEMS ?= 5000
TORTURE_KILLS ?= 200
OUTPUT_ROOT ?= .renditions

.PHONY: help setup build release serve test-tools test fuzz fuzz-coverage torture hostile sanitize sanitize-decoders lint format docs clean-outputs \
	bench bench-build bench-floor bench-quality bench-serve bench-count bench-check bench-thresholds \
	bench-operations bench-batches bench-report
.DEFAULT_GOAL := help

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "  BIND, ADMIN_BIND, ROOT and OUTPUT_ROOT change what serve uses: make serve BIND=127.0.0.1:9000"

setup: ## installs any missing native libraries (apt, with sudo if not root)
	@Scripts/install-packages
	@command -v $(SWIFT) >/dev/null || { \
		echo "There is no '$(SWIFT)'. Install Swift 6.3: https://www.swift.org/install/linux/" >&2; exit 1; }

build: setup ## builds everything with its tests, for debugging
	$(SWIFT) build --build-tests $(BUILD_FLAGS)

release: setup ## builds .build/release/stillwater
	$(SWIFT) build --configuration release --product stillwater $(BUILD_FLAGS)

# Not asking the package manager saves two seconds when nothing has changed.
.build/release/stillwater: Package.swift $(shell find Sources -type f -not -name '.*')
	@[ -e .build/release ] || { \
		echo 'Building Stillwater and the libraries that it is made of, once: about 10 minutes on two cores,'; \
		echo '4 on eight. What changes later takes seconds. The next make serve starts at once.'; }
	$(SWIFT) build --configuration release --product stillwater $(BUILD_FLAGS)
	@touch $@

serve: setup .build/release/stillwater ## starts the service on BIND with the pictures of ROOT
	@mkdir -p '$(OUTPUT_ROOT)'
	@echo
	@echo 'Stillwater listens on http://$(BIND) and reads $(ROOT). Try, in another terminal:'
	@echo "  curl http://$(BIND)/v1/renditions -H 'Accept: application/zip' -o stripes.zip \\"
	@echo "       --json '{\"source\": \"local:///stripes.jpg\", \"sizes\": [1600, 1200, 800, 400, 200]}'"
	@echo 'or open this in a browser:'
	@echo "  http://$(BIND)/v1/renditions?source=local:///dandelion.jpg&sizes=800"
	@echo 'Ctrl-C ends it.'
	@echo
	@exec .build/release/stillwater serve --bind '$(BIND)' --admin-bind '$(ADMIN_BIND)' \
		--config Examples/stillwater.yaml --root '$(ROOT)' --output-root '$(OUTPUT_ROOT)'

test-tools: ## installs what some tests compare with (Go's pprof, SeaweedFS), into .build
	@Scripts/install-test-tools

test: build ## builds and runs all tests; FILTER=name runs some
	@Scripts/run-tests $(if $(FILTER),--filter '$(FILTER)')

fuzz: build ## feeds what reads strangers' bytes with a fuzzer's, FUZZ_SECONDS each
	Fuzzing/run $(FUZZ_SECONDS)

fuzz-coverage: build ## prints how much of the readers the fuzzer's kept inputs reach
	Fuzzing/coverage

torture: build ## kills the workers of batches 200 times over 5,000 items, and a service with a cache 100 times
	STILLWATER_TORTURE_ITEMS=$(TORTURE_ITEMS) STILLWATER_TORTURE_KILLS=$(TORTURE_KILLS) STILLWATER_CACHE_KILLS=100 \
		$(SWIFT) test --skip-build $(BUILD_FLAGS) --filter TortureTests

hostile: build ## asks for each hostile picture in every way, beside ordinary requests
	STILLWATER_HOSTILE=all $(SWIFT) test --skip-build $(BUILD_FLAGS) --filter HostileSourceTests

# Together, the tests would take longer under a sanitizer than they may.
ADDRESS_TESTS := $(filter-out IsolationTests,$(notdir $(wildcard Tests/*Tests)))
THREAD_TESTS := StorageTests JobsTests

# Swift on Linux has no sanitizer for undefined behaviour, the C compiler has: its runtime is a part of the address
# sanitizer's. What it finds ends the run, else it would only be printed.
DECODER_FLAGS := $(BUILD_FLAGS) --sanitize address -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined \
	--scratch-path .build-decoders

sanitize-decoders: setup ## runs the decoders' tests with the address and undefined-behaviour sanitizers
	ONLY_TESTS=CodecsTests $(SWIFT) build --build-tests $(DECODER_FLAGS)
	@# What was freed is overwritten: libraries without the sanitizer would go on reading it. GLib keeps slices of its own.
	@ONLY_TESTS=CodecsTests UBSAN_OPTIONS=print_stacktrace=1 \
		ASAN_OPTIONS=detect_leaks=0:alloc_dealloc_mismatch=0:max_free_fill_size=65536:free_fill_byte=165 \
		G_SLICE=always-malloc Scripts/run-tests --build-folder .build-decoders

sanitize: setup ## runs the tests with the address sanitizer, and some with the thread sanitizer, in separate folders
	$(SWIFT) build --build-tests $(BUILD_FLAGS) --sanitize address --scratch-path .build-address
	@# Else C++ libraries take memory from jemalloc's `new`, and give it back to the sanitizer's `free`.
	for module in $(ADDRESS_TESTS); do ASAN_OPTIONS=detect_leaks=0:alloc_dealloc_mismatch=0 LD_PRELOAD=libstdc++.so.6 \
		$(SWIFT) test --skip-build $(BUILD_FLAGS) --sanitize address --scratch-path .build-address \
		--filter "^$$module\." || exit 1; done
	$(SWIFT) build --build-tests $(BUILD_FLAGS) --sanitize thread --scratch-path .build-thread
	for module in $(THREAD_TESTS); do LD_PRELOAD=libstdc++.so.6 \
		$(SWIFT) test --skip-build $(BUILD_FLAGS) --sanitize thread --scratch-path .build-thread \
		--filter "^$$module\." || exit 1; done

lint: ## checks format, imports, layers, file lengths, places of tests and the benchmarks' list of modules
	$(SWIFT) format lint --strict $(FORMAT_FLAGS)
	Scripts/format-c --check
	Scripts/check-imports
	Scripts/check-tests
	python3 Benchmarks/scripts/check_modules.py

format: ## formats the Swift and C code in place
	$(SWIFT) format --in-place $(FORMAT_FLAGS)
	Scripts/format-c

docs: release ## writes docs/SETTINGS.md
	.build/release/stillwater settings > docs/SETTINGS.md.new
	mv docs/SETTINGS.md.new docs/SETTINGS.md

bench: bench-floor bench-quality bench-serve bench-operations bench-report ## runs all benchmarks; writes docs/BENCHMARKS.md

bench-build: ## builds what the benchmarks run (Benchmarks/README.md)
	Benchmarks/setup --python
	cd Benchmarks && $(SWIFT) build --configuration release --product stillwater-floor $(BUILD_FLAGS)
	cd Benchmarks && $(SWIFT) build --configuration release --product vips-floor $(BUILD_FLAGS)
	cd Benchmarks && $(SWIFT) build --configuration release --package-path BareServer --scratch-path .build-bare

bench-floor: bench-build ## the engine against libvips and Pillow: CPU time as ratios within one run
	Benchmarks/floor all

bench-quality: bench-build ## SSIMULACRA 2 and bytes of the same contenders, and peak memory
	Benchmarks/.build-python/bin/python Benchmarks/scripts/quality.py
	python3 Benchmarks/scripts/memory.py

bench-serve: release bench-build ## the server over loopback HTTP against thumbor and nginx's image filter
	Benchmarks/setup
	python3 Benchmarks/scripts/serve.py

bench-count: ## counts allocations and instructions of single operations
	cd Benchmarks && $(SWIFT) build --configuration release --product count-operations $(BUILD_FLAGS)

bench-check: bench-count ## allocations and instructions of single operations against their thresholds
	Benchmarks/scripts/allocations check
	python3 Benchmarks/scripts/instructions.py check

bench-thresholds: bench-count ## writes these thresholds again
	Benchmarks/scripts/allocations update
	python3 Benchmarks/scripts/instructions.py update

bench-operations: bench-check ## also measures how long single operations take
	Benchmarks/scripts/operation-times

bench-batches: release ## batches: tiny items end to end, CPU time relative to render, live requests during one
	python3 Benchmarks/scripts/batches.py tiny
	python3 Benchmarks/scripts/batches.py render
	python3 Benchmarks/scripts/batches.py live

bench-report: ## writes docs/BENCHMARKS.md from the results of the last runs
	python3 Benchmarks/scripts/report.py

clean-outputs: ## removes what serve wrote into OUTPUT_ROOT
	rm -rf '$(OUTPUT_ROOT)'
