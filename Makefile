# `make demo` and `make test` need only Debian 12 (or later), Python 3.11–3.13, git and make.
.PHONY: setup
setup:
	@installers/setup.sh
