# The verb `rollback`: the release is put back by the same transaction that deploys one, under the same lock, detached.

# The process that tells what happens, once there is something to tell.
FOLLOWER='' CANCELLING=''

refuse() {
	echo "$UNIT stays as it is: $1." >&2
	exit 1
}

# go_back_to RELEASE
go_back_to() {
	[ "$(id -u)" = 0 ] || refuse "a rollback takes root (sudo $COMMAND rollback${1:+ $1})"
	umask 077
	read_state
	[ -n "$STATE_OWNER" ] || refuse "$STATE is missing, so nobody knows what was deployed"
	WORK=$(mktemp -d "$RUN_ROOT.XXXXXXXX") || refuse "no temporary directory can be made below /run"
	echo $$ >"$WORK/foreground"
	trap give_up EXIT
	trap 'exit 129' HUP
	trap 'exit 143' TERM
	trap interrupted INT
	written_release
	look_at_service
	find_target "$1" || refuse "$REFUSAL ($COMMAND history)"
	! runs_already || refuse "release $(short "$TARGET") runs already$(since_when)"
	check_intact || refuse "$REFUSAL"
	write_request
	announce
	BEFORE=$(activity)
	preflight
	detach
	wait_for_the_end
}

runs_already() {
	[ "$TARGET" = "$WRITTEN" ] && [ "$ACTIVE" = active ] && [ ! -e "$TRIAL" ] && [ ! -e "$SUSPECT" ]
}

# write_request: what the provider would send; criteria and unit are those that the release was committed with
write_request() {
	who_asks
	read -r TX </proc/sys/kernel/random/uuid
	DIGEST=$TARGET TOKEN=$STATE_OWNER URN=$STATE_URN DIRECTORY=$STATE_DIRECTORY LEAVING=$STATE_CURRENT
	# shellcheck source=assets/agent/base/paths.sh
	. "$HERE/base/paths.sh"
	cp -R "$HERE" "$WORK/agent" && request_recalled || refuse "no copy of the agent can be made below /run"
}

announce() {
	local present="what runs now"
	[ -z "$WRITTEN" ] || [ "$WRITTEN" = "$TARGET" ] || present="release $(short "$WRITTEN")"
	echo "$UNIT goes back to release $(short "$TARGET"). It is started and judged as when it was deployed: ready within"
	echo "${READY_TIMEOUT_S}s, then up for ${MIN_HEALTHY_S}s. Should it fail, $present comes back. Closing this terminal stops nothing;"
	echo "Ctrl-C cancels, and $present comes back as well."
	echo
}

# wait_for_the_end: the follower is a process of its own, since only `wait` is sure to be left for a trap
wait_for_the_end() {
	local status
	(
		trap '' INT
		trap - EXIT HUP TERM
		follow
		# Killed without a word: nobody reads this any more.
		[ -d "/proc/$$" ] || exit 1
		tell_what_runs
	) &
	FOLLOWER=$!
	while
		wait "$FOLLOWER"
		status=$?
		kill -0 "$FOLLOWER" 2>/dev/null
	do :; done
	FOLLOWER=''
	exit $status
}

# tell_what_runs: exits 0 when it is what was asked for
tell_what_runs() {
	read_state
	written_release
	look_at_service
	echo "$UNIT is $(activity)$(since_when): release $(short "${WRITTEN:-unknown}")$(process | sed 's/^/, /')."
	case $TOLD in
	committed | unchanged)
		echo "Pulumi is not told; its next \`pulumi refresh\` sees what runs. What a rollback can't undo: packages, users,"
		echo "and whatever the release that was left has written (a migrated database, say)."
		exit 0
		;;
	*) exit 1 ;;
	esac
}

# interrupted: once cancels, twice leaves the transaction to itself
interrupted() {
	[ -n "$FOLLOWER" ] && [ -z "$CANCELLING" ] || exit 130
	CANCELLING=1
	: >"$RUN/cancel"
	echo "Cancelling; a second Ctrl-C leaves it to itself ($COMMAND status)."
}

# give_up: the transaction, once detached, is none of our business
give_up() {
	local status=$?
	trap '' INT
	[ -z "$FOLLOWER" ] || kill "$FOLLOWER" 2>/dev/null
	rm -rf "$WORK" ${UNDETACHED:+"$UNDETACHED"}
	case $status/$TOLD in
	0/refused | 0/busy | 0/failed) exit 1 ;;
	esac
	exit $status
}
