# What became of a release's files and of its environment on this host. Where a process may run from something else than what
# will be there, it has to be started anew.

# REPAIRED: the release was there and not as it should be, so what runs may not be what it says
REPAIRED=''

# is_deployed → true for the release that /etc speaks of: a process of it may be running
is_deployed() {
	[ "$STATE_CURRENT" = "$DIGEST" ] || cmp -s "$WORK/unit" "$(mended_unit)"
}

# release_is_damaged → true when a release that was complete is other than it was deployed: WORK/faults, WORK/added
release_is_damaged() {
	faults "$RELEASE/app" "$WORK/manifest" >"$WORK/faults"
	displaced added >"$WORK/added"
	[ -s "$WORK/faults" ] || grep -q "^$RELEASE/" "$WORK/added"
}

# environment_name: the same for as long as the same files would come out. An environment belongs to a minor version of
# Python (its library path names it); patch releases of the host's Python go on using it.
environment_name() {
	local version sum
	version=$(python3 -V)
	version=${version#Python }
	[ -e "$WORK/requirements.txt" ] || : >"$WORK/requirements.txt"
	sum=$({
		echo "${version%.*} $(uname -m)"
		cat "$WORK/requirements.txt"
	} | sha256sum)
	printf '%.16s\n' "$sum"
}

# environment_is_damaged NAME → true for one that a process may run in and that is to be made anew: WORK/environment.faults
environment_is_damaged() {
	: >"$WORK/environment.faults"
	if [ -e "$RUNTIMES/$1/complete" ]; then
		environment_faults "$RUNTIMES/$1" >"$WORK/environment.faults"
		[ -s "$WORK/environment.faults" ]
	else
		# The link is laid when the environment is complete.
		leads_to_environment "$1"
	fi
}

# leads_to_environment NAME: the release runs in that one
leads_to_environment() {
	[ "$(readlink "$RELEASE/runtime")" = "../../runtimes/$1" ]
}

# other_secrets DIRECTORY → prints the names of the files in it that hold others than were sent
other_secrets() {
	local secret path
	for secret in "$WORK/secrets"/*; do
		path=$1/${secret##*/}
		[ ! -e "$path" ] || { [ -f "$path" ] && cmp -s "$secret" "$path"; } || echo "${secret##*/}"
	done
}
