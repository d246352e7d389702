# Old releases, runtimes and secrets that nothing uses any more. Never what the current or the previous release needs.

# prune
prune() {
	local digest kept=0
	[ -z "$STATE_PREVIOUS" ] || kept=1
	# Newest first; names are digests.
	# shellcheck disable=SC2012
	ls -1t "$RELEASES" >"$RUN/releases"
	while IFS= read -r digest; do
		case $digest in "$STATE_CURRENT" | "$STATE_PREVIOUS") continue ;; esac
		kept=$((kept + 1))
		[ "$kept" -le "$HISTORY_LIMIT" ] || rm -rf "${RELEASES:?}/$digest"
	done <"$RUN/releases"
	prune_runtimes
	prune_credentials
}

prune_runtimes() {
	local environment link used
	for environment in "$RUNTIMES"/*; do
		used=''
		for link in "$RELEASES"/*/runtime; do
			[ ! "$link" -ef "$environment" ] || used=1
		done
		[ -n "$used" ] || ! is_there "$environment" || rm -rf "$environment"
	done
}

# prune_credentials: versions of secrets that no release was ever ready with, and none may be running with. Such a release goes
# along: the next deployment draws another name for its secrets, and so for itself.
prune_credentials() {
	local dir unit release
	[ -d "$CREDENTIALS" ] || return 0
	for dir in "$CREDENTIALS"/*; do
		! grep -qsF -e "$dir/" "$UNIT_FILE" "$TRIAL" || continue
		for unit in "$RELEASES"/*/unit; do
			! grep -qsF -e "$dir/" "$unit" || [ ! -e "${unit%/unit}/criteria" ] || continue 2
		done
		for unit in "$RELEASES"/*/unit; do
			release=${unit%/unit}
			! grep -qsF -e "$dir/" "$unit" || rm -rf "${release:?}"
		done
		rm -rf "$dir"
	done
	rmdir --ignore-fail-on-non-empty "$CREDENTIALS"
}
