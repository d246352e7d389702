# A virtual environment as it was made. Its files are not ours but pip's, and may be many: their sizes and times tell.

# environment_files DIRECTORY → "mode size time path" of files and links, in the order of their names. Bytecode comes and goes.
environment_files() {
	(cd "$1" 2>/dev/null && find . \( -name __pycache__ -o -path './complete*' -o -name '*.pyc' \) -prune -o ! -type d \
		-exec stat -c '%f %s %Y %n' {} +) | sort -k 4
}

# environment_condition DIGEST → prints ok, missing, the first few paths that are other than they were made, or nothing where
# the release wants no environment
environment_condition() {
	local release=$RELEASES/$1 environment
	[ -n "$1" ] && grep -qF -e "$release/runtime/" "$release/unit" 2>/dev/null || return 0
	environment=$(cd -P "$release/runtime" 2>/dev/null && pwd -P)
	if [ -z "$environment" ] || [ ! -e "$environment/complete" ]; then
		echo missing
	else
		environment_faults "$environment" | in_words
	fi
}

# environment_faults DIRECTORY → "kind path" lines. `complete` has the list since 0.2; before, it was empty.
environment_faults() {
	if [ -s "$1/complete" ]; then
		environment_files "$1" | differences "$1/complete"
	elif [ ! -x "$1/bin/python3" ]; then
		printf 'removed\tbin/python3\n'
	fi
}

# displace_damaged_environment DIRECTORY: it cannot be mended in place, and may hold what someone installed by hand
displace_damaged_environment() {
	environment_is_damaged "${1##*/}" || return 0
	suspect_process
	[ ! -e "$1/complete" ] || set_aside "$1" || fail runtime-install "$1 is damaged and cannot be moved to $SET_ASIDE"
}

# bring_back_environment: one that could not be made anew is better damaged than gone
bring_back_environment() {
	local place environment
	for place in "$SET_ASIDE"/*-"$TX$RUNTIMES"/*; do
		environment=$RUNTIMES/${place##*/}
		[ -d "$place" ] && [ ! -e "$environment/complete" ] || continue
		rm -rf "$environment"
		mv -T "$place" "$environment" && rmdir -p --ignore-fail-on-non-empty "${place%/*}" 2>/dev/null
	done
}
