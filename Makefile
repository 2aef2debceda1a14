# The front door. Each target installs what it needs (Debian packages, with sudo when not root).
PREFIX ?= /usr/local
DEMO_BACKEND ?= bubblewrap

.PHONY: all demo test test-engines test-full install lint bench fuzz clean
all:
	tools/install-packages build
	tools/build release

demo:
	tools/install-packages build demo
	tools/build release
	demo/run

test:
	tools/install-packages build test
	tools/build dev
	tools/test

test-full:
	tools/install-packages build test lint
	tools/test-full

test-engines:
	tools/install-packages build test
	tools/build dev
	tools/test-engines

install:
	tools/install-packages build
	tools/build release
	cmake --install build/release --prefix "$(PREFIX)" --strip

lint:
	tools/install-packages build test lint
	tools/build dev
	tools/lint

bench:
	tools/install-packages build test
	tools/build release
	bench/run

fuzz:
	tools/install-packages build lint
	tools/fuzz

clean:
	rm -rf build
