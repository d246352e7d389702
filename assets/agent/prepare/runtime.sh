# What the release runs on: OS packages, and a Python virtual environment of its own, shared by all releases with the same
# requirements. It is built at its final path, since its scripts name it.

runtime() {
	[ -s "$RUN/packages" ] || [ -n "$PYTHON" ] || [ -n "$CREATE_USER" ] || return 0
	step runtime
	create_account
	install_wanted_packages
	[ -z "$PYTHON" ] || link_virtual_environment
}

link_virtual_environment() {
	local environment
	command -v python3 >/dev/null || install_python
	[ -e "$RUN/requirements.txt" ] || : >"$RUN/requirements.txt"
	environment=$(environment_name)
	displace_damaged_environment "$RUNTIMES/$environment"
	[ -e "$RUNTIMES/$environment/complete" ] || build_virtual_environment "$RUNTIMES/$environment"
	[ "$(readlink "$RELEASE/runtime")" != "../../runtimes/$environment" ] || return 0
	[ ! -L "$RELEASE/runtime" ] || REPAIRED=1
	ln -s "../../runtimes/$environment" "$RELEASE/.runtime" && mv -fT "$RELEASE/.runtime" "$RELEASE/runtime" &&
		sync "$RELEASE" || fail runtime-install "cannot write $RELEASE/runtime"
}

# environment_name: the same for as long as the same files would come out. An environment belongs to a minor version of
# Python (its library path names it); patch releases of the host's Python go on using it.
environment_name() {
	local version sum
	version=$(python3 -V)
	version=${version#Python }
	sum=$({
		echo "${version%.*} $(uname -m)"
		cat "$RUN/requirements.txt"
	} | sha256sum)
	printf '%.16s\n' "$sum"
}

# install_python: Debian keeps the part of venv that we need in a package of its own
install_python() {
	if command -v apt-get >/dev/null; then
		install_packages python3 python3-venv
	else
		install_packages python3
	fi
}

build_virtual_environment() {
	python3 -c 'import ensurepip, venv' 2>/dev/null || install_python
	rm -rf "$1"
	run_shown python3 -m venv "$1" || {
		rm -rf "$1"
		fail_shown runtime-install "python3 -m venv failed"
	}
	# Unwritable for the service and complete: nothing is compiled or fetched later.
	run_shown env HOME="$RUN" "$1/bin/python3" -m pip install --no-input --no-cache-dir --disable-pip-version-check \
		--progress-bar off -r "$RUN/requirements.txt" || {
		rm -rf "$1"
		fail_shown runtime-install "pip install failed"
	}
	environment_files "$1" >"$RUN/complete" && cp "$RUN/complete" "$1/complete.new" &&
		mv -T "$1/complete.new" "$1/complete" && sync -f "$1" || fail runtime-install "cannot write $1"
}
