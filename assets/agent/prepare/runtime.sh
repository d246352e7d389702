# What the release runs on: OS packages, and a Python virtual environment of its own, shared by all releases with the same
# requirements. It is built at its final path, since its scripts name it.
# Names of packages have no blanks.
# shellcheck disable=SC2046

runtime() {
	[ -s "$RUN/packages" ] || [ -n "$PYTHON" ] || [ -n "$CREATE_USER" ] || return 0
	step runtime
	create_account
	install_packages $(wanted_packages)
	[ -z "$PYTHON" ] || link_virtual_environment
}

link_virtual_environment() {
	local environment
	command -v python3 >/dev/null || install_packages $(python_packages)
	environment=$(environment_name)
	displace_damaged_environment "$RUNTIMES/$environment"
	[ -e "$RUNTIMES/$environment/complete" ] || build_virtual_environment "$RUNTIMES/$environment"
	! leads_to_environment "$environment" || return 0
	[ ! -L "$RELEASE/runtime" ] || REPAIRED=1
	ln -s "../../runtimes/$environment" "$RELEASE/.runtime" && mv -fT "$RELEASE/.runtime" "$RELEASE/runtime" &&
		sync "$RELEASE" || fail runtime-install "cannot write $RELEASE/runtime"
}

build_virtual_environment() {
	can_make_environments || install_packages $(python_packages)
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
