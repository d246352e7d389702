# A package manager that was killed leaves packages half installed, and refuses all further work until someone repairs that.

# repair_packages: said, and done, before anything is asked of it
repair_packages() {
	local broken
	broken=$(half_installed)
	# Its journal of changes that were not yet written to its database.
	[ -n "$broken" ] || [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ] || return 0
	say "notice code=packages-repaired" \
		"an earlier installation on this host was interrupted${broken:+ ($broken)}; repairing it first, by dpkg --configure -a"
	run_shown dpkg --configure -a --force-confdef --force-confold && [ -z "$(half_installed)" ] && return
	[ -s "$RUN/output" ] || dpkg --audit >"$RUN/output" 2>&1
	fail_shown package-broken "packages of this host are half installed ($(half_installed)) and dpkg cannot repair them"
}

# half_installed → names and states of the packages that dpkg has not brought to an end
half_installed() {
	dpkg-query -W -f='${db:Status-Status} ${binary:Package}\n' 2>/dev/null | awk '
		/^(unpacked|half-configured|half-installed|triggers-awaited|triggers-pending) / {
			printf "%s%s is %s", separator, $2, $1
			separator = ", "
		}'
}
