# Catalyse. `make run` shows it, `make test` proves it; both need only this repository on Debian 12 (docs/operate.md).
.PHONY: run test test-sanitized bench dev check package build install-% clean fuzz
SHELL := /bin/bash
RELEASE := build/release
LISTEN ?= 127.0.0.1:8080
JOBS ?= $(shell nproc)

install-%:
	@tools/install.sh $*

$(RELEASE)/build.ninja:
	@cmake --preset release >/dev/null

build: install-build $(RELEASE)/build.ninja
	@ninja -C $(RELEASE) -j $(JOBS) catalyse

run: build
	@$(RELEASE)/catalyse import
	@exec $(RELEASE)/catalyse serve --listen $(LISTEN)

test: install-build install-test $(RELEASE)/build.ninja
	@ninja -C $(RELEASE) -j $(JOBS)
	@python3 -m unittest discover -q -s tools/tests
	@ctest --test-dir $(RELEASE) --output-on-failure -j $(JOBS)

# ASan and UBSan on every test of ours that runs in process, TSan on those that start threads.
test-sanitized: install-build install-test install-sanitize
	@cmake --preset asan >/dev/null && ninja -C build/asan -j $(JOBS)
	@ctest --test-dir build/asan --output-on-failure -j $(JOBS) -LE "journey|world"
	@cmake --preset tsan >/dev/null && ninja -C build/tsan -j $(JOBS) concurrency_tests
	@ctest --test-dir build/tsan --output-on-failure -j $(JOBS) -L concurrency

bench: build install-bench install-test
	@ninja -C $(RELEASE) -j $(JOBS) benchmarks
	@python3 bench/run.py --binary $(RELEASE)/catalyse --benchmarks $(RELEASE) --out build/bench.json

dev: build
	@tools/dev_loop.sh $(LISTEN)

check: install-build install-test
	@tools/check_rooms.py src
	@tools/check_format.sh
	@tools/check_i18n.py src
	@tools/check_templates.py src
	@tools/check_docs.py

fuzz: install-build install-sanitize
	@cmake --preset fuzz >/dev/null && ninja -C build/fuzz -j $(JOBS)

package: build install-package
	@cd $(RELEASE) && cpack -G DEB

clean:
	@rm -rf build
