# The transaction runs as a transient unit: it outlives the channel, its name is the lock, and ExecStopPost= cleans up after
# it whatever ended it. The lock dies with its owner.

# systemd_escaped WORD: systemd-run takes C escapes in commands, and a unit's name may contain a backslash
systemd_escaped() {
	case $1 in
	*\\*) printf '%s' "$1" | sed 's/\\/\\\\/g' ;;
	*) printf '%s' "$1" ;;
	esac
}

# start_detached → WORDS of systemd-run when it fails. Recovery restarts the old version, which may take as long as a start.
start_detached() {
	local run
	run=$(systemd_escaped "$RUN")
	WORDS=$(systemd-run --quiet --collect --unit="$LOCK" --description="pulumi-systemd: $OP of $UNIT" \
		-p ExecStopPost="-/bin/sh $run/agent/main.sh $run - recover" -p TimeoutStopSec=$((READY_TIMEOUT_S + 300)) \
		/bin/sh "$RUN/agent/main.sh" "$RUN" - detached 2>&1)
}

# lock_holder → prints who has the lock, LOCK_AGE_S for how long
lock_holder() {
	local since='' tx='' urn=''
	LOCK_AGE_S=0
	[ ! -r "$HOLDER" ] || read -r since tx urn <"$HOLDER"
	now_ms
	[ -z "$since" ] || LOCK_AGE_S=$(((NOW_MS - since) / 1000))
	LOCK_HOLDER="transaction ${tx:-unknown} of ${urn:-another deployment}"
}

# detach: returns when the transaction runs by itself, ends the operation when another one doesn't make room in time
detach() {
	local since_ms said_s=-1 waited_s
	mkdir -p "$RUN_DIR"
	mv -T "$WORK" "$RUN"
	mkdir "$WORK"
	echo $$ >"$WORK/foreground"
	: >"$RUN/events"
	hold_events
	UNDETACHED=$RUN
	step lock
	now_ms
	since_ms=$NOW_MS
	until start_detached; do
		case $WORDS in
		*already* | *exists*) ;;
		*)
			end_with failed internal "systemd-run: $WORDS"
			exit 0
			;;
		esac
		lock_holder
		waited_s=$(((NOW_MS - since_ms) / 1000))
		if [ "$waited_s" -ge "$LOCK_TIMEOUT_S" ]; then
			end_with busy lock "$LOCK_HOLDER has had $UNIT for ${LOCK_AGE_S}s; nothing was touched"
			exit 0
		fi
		[ "$waited_s" -eq "$said_s" ] || say "lock age_s=$LOCK_AGE_S" "$LOCK_HOLDER"
		said_s=$waited_s
		sleep 0.2
	done
	# From here on the directory belongs to the transaction.
	UNDETACHED=''
	event "detached tx=$TX"
}
