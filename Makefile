# SPDX-License-Identifier: GPL-2.0
#
# GNU make. `make help` lists the targets; what they generate goes to build/. V=1 shows commands.

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
DESTDIR ?=

include tools/build.mk

# Debian packages that building and testing need. Kernels are not among them: tools/vm/kernel
# keeps those in the user's cache.
PACKAGES := gcc gcc-multilib libc6-dev libjson-c-dev lz4 make parallel perl python3 qemu-system-x86 \
	rsync shellcheck sparse xz-utils zstd
# The compiler of the kernels, and the libraries of their build tools.
PACKAGES_12 := gcc-12 libelf1 libssl3
PACKAGES_13 := gcc-14 libelf1t64 libssl3t64
# What only the targets need that build a kernel, measure, compile with clang, or fuzz.
PACKAGES_debug := bc bison flex libelf-dev
PACKAGES_bench := valgrind
PACKAGES_clang := clang
PACKAGES_fuzz := clang libclang-rt-dev
PACKAGES_debian13 := debian-archive-keyring debootstrap

all: deps ## build the schedsim command (the default)
	$(Q)$(MAKE) -C tools all

module: ## build build/schedsim.ko for KDIR (default: the running kernel)
	@ko=$$(tools/vm/module $(KDIR)) && ln -sf "$$ko" build/schedsim.ko

vm: deps ## a shell in a fresh VM with everything in it
	@tools/vm/run --with tools/workloads

demo: deps ## a short tour in a VM
	@tools/vm/demo

check: deps ## run every test; see tools/vm/check --help for single stages
	@tools/vm/check

debug-kernel: deps build/deps-debug ## build the kernel that check-debug runs (once, 10 minutes)
	@tools/vm/kernel debug

check-debug: debug-kernel ## run the tests in it: KASAN, lockdep, leaks ...; and the KUnit suites
	@tools/vm/check debug

check-kcsan: deps build/deps-debug ## look for data races, in a kernel of its own (once, 10 minutes)
	@tools/vm/kernel kcsan
	@tools/vm/check kcsan

check-debian13: build/deps-debian13 ## run tests in Debian 13, in a folder of its own (as root)
	@tools/vm/debian13

check-all: debug-kernel build/deps-clang ## all checks, on all kernels (an hour)
	@tools/vm/kernel kcsan
	@tools/vm/kernel clang
	@tools/vm/check all

# What .ci/run does.
check-ci: debug-kernel
	@tools/vm/check usual debug

coverage: debug-kernel ## lines of module/ that the tests run, file by file
	@tools/vm/coverage

fuzz: deps build/deps-fuzz ## look for inputs that break the loader, for FUZZ_SECONDS (30)
	$(Q)$(MAKE) -C tools fuzz

bench: deps build/deps-bench ## measure the engine; BASE=REVISION: beside that of a revision
	$(Q)$(MAKE) -C tools bench
	@tools/vm/bench $(BASE:%=--base %) $(filter --json,$(ARGS))

lint: deps ## compiler warnings, sparse, checkpatch, kernel-doc, shellcheck
	@tools/vm/check lint

install: all ## install the command, man pages and completion (DESTDIR, PREFIX)
	$(Q)$(MAKE) -C tools install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

modules_install: module ## install schedsim.ko for KDIR's kernel (DESTDIR, PREFIX)
	$(Q)$(MAKE) -C $(KDIR) M=$(CURDIR)/build/kernels/local/module INSTALL_MOD_PATH=$(DESTDIR) \
		modules_install
	$(Q)install -D -m 644 build/kernels/local/module/Module.symvers \
		$(DESTDIR)$(PREFIX)/share/schedsim/Module.symvers
	$(if $(DESTDIR),,depmod $$(cat $(KDIR)/include/config/kernel.release))

clean: ## remove what was built; downloads stay in ~/.cache/schedsim
	$(Q)rm -rf build

deps: build/deps ## install the Debian packages that are missing

build/deps: packages = $(PACKAGES) $(PACKAGES_$(shell . /etc/os-release && echo $$VERSION_ID))
build/deps-debug: packages = $(PACKAGES_debug)
build/deps-bench: packages = $(PACKAGES_bench)
build/deps-clang: packages = $(PACKAGES_clang)
build/deps-fuzz: packages = $(PACKAGES_fuzz)
build/deps-debian13: packages = $(PACKAGES_debian13)
build/deps build/deps-debug build/deps-bench build/deps-clang build/deps-fuzz build/deps-debian13: Makefile
	@missing=$$(for p in $(packages); do \
		dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "installing" $$missing; \
		apt="apt-get -qq -o DPkg::Lock::Timeout=300"; \
		[ "$$(id -u)" = 0 ] || { [ -t 0 ] && apt="sudo $$apt" || apt="sudo -n $$apt"; }; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ $$apt update && $$apt install -y --no-install-recommends $$missing >/dev/null; } || \
			{ echo "make: as root, run: apt-get install" $$missing >&2; exit 1; }; \
	fi
	@mkdir -p $(@D) && touch $@

help: ## this list
	@sed -n 's/^\([a-z0-9_-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 20

.PHONY: all module vm demo check debug-kernel check-debug check-kcsan check-debian13 check-all \
	check-ci coverage fuzz bench lint install modules_install clean deps help
