# Old releases and runtimes that nothing uses any more. Never what the current or the previous release needs.

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
}

prune_runtimes() {
	local environment link used
	for environment in "$RUNTIMES"/*; do
		used=''
		for link in "$RELEASES"/*/runtime; do
			[ ! "$link" -ef "$environment" ] || used=1
		done
		[ -n "$used" ] || rm -rf "$environment"
	done
}
