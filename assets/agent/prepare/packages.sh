# The host's package manager: brings what is missing, changes nothing that is there, removes nothing.

# install_packages NAME…
install_packages() {
	# Names have no blanks.
	# shellcheck disable=SC2046
	set -- $(missing_packages "$@")
	[ $# -gt 0 ] || return 0
	if command -v apt-get >/dev/null; then
		apt_install "$@"
	elif command -v dnf >/dev/null; then
		run_shown dnf -y install "$@"
	else
		run_shown zypper --non-interactive install "$@"
	fi || fail_shown package-install "installing $* failed"
	remember_left "packages $*"
}

apt_install() {
	export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
	await_package_lock
	repair_packages
	# A repository that can't be reached need not be the one that is wanted: the installation decides.
	run_shown apt-get -q -o DPkg::Lock::Timeout="$APT_LOCK_S" update || :
	await_package_lock
	run_shown apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout="$APT_LOCK_S" \
		-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
}
