# What the release needs of this host beside its files, and is not there.

# lacks_account passwd|group NAME
lacks_account() {
	[ -n "$2" ] && ! getent "$1" "$2" >/dev/null
}

# missing_packages NAME… → prints those that aren't installed
missing_packages() {
	local name
	for name; do
		if command -v dpkg-query >/dev/null; then
			[ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
		else
			rpm -q --whatprovides "$name" >/dev/null 2>&1 || echo "$name"
		fi
	done
}

# wanted_packages → prints those that the release names
wanted_packages() {
	[ ! -s "$WORK/packages" ] || grep . "$WORK/packages"
}

# python_packages → prints what brings Python. Debian keeps the part of venv that we need in a package of its own.
python_packages() {
	echo python3
	! command -v apt-get >/dev/null || echo python3-venv
}

# can_make_environments: with what this host's Python has. (-B: asking leaves no bytecode behind.)
can_make_environments() {
	python3 -B -c 'import ensurepip, venv' 2>/dev/null
}
