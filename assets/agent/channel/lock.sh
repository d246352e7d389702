# The transaction runs as a transient unit: it outlives the channel, its name is the lock, and ExecStopPost= cleans up after
# it whatever ended it. The lock dies with its owner.

# How long whoever waited may take to answer that it is still there.
TURN_S=15

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
	WORDS=$(systemd-run --quiet --collect --unit="$LOCK" --description="pulumi-systemd: $OP of $UNIT, transaction $TX" \
		-p ExecStopPost="-/bin/sh $run/agent/main.sh $run - recover" -p TimeoutStopSec=$((READY_TIMEOUT_S + 300)) \
		/bin/sh "$RUN/agent/main.sh" "$RUN" - detached 2>&1)
}

# lock_holder → LOCK_HOLDER, who has the lock in words, LOCK_AGE_S for how long
lock_holder() {
	local since='' tx='' who=''
	LOCK_AGE_S=0
	[ ! -r "$HOLDER" ] || read -r since tx who <"$HOLDER"
	now_ms
	[ -z "$since" ] || LOCK_AGE_S=$(((NOW_MS - since) / 1000))
	LOCK_HOLDER="transaction ${tx:-unknown} of ${who:-another deployment}"
}

# is_locked: a process 1 that does not answer gives nobody the lock
is_locked() {
	case $(systemctl show -p ActiveState --value "$LOCK" 2>/dev/null) in
	inactive) return 1 ;;
	failed)
		systemctl reset-failed "$LOCK" 2>/dev/null
		return 1
		;;
	esac
}

# is_detached → true when this very transaction runs, or ran
is_detached() {
	[ -e "$RUN/phase" ] && return
	case $(patiently show -p Description --value "$LOCK") in
	*" transaction $TX") return 0 ;;
	*) return 1 ;;
	esac
}

# succeed_lost_channel: this transaction came before, over a connection that is lost, and its agent doesn't know it yet
succeed_lost_channel() {
	local pid='' tries=0
	[ ! -r "$RUN/foreground" ] || read -r pid <"$RUN/foreground"
	while [ -n "$pid" ] && grep -qs 'agent/main\.sh' "/proc/$pid/cmdline"; do
		if [ "$tries" -lt 50 ]; then kill "$pid"; else kill -KILL "$pid"; fi 2>/dev/null
		tries=$((tries + 1))
		sleep 0.1
	done
}

# detach: returns when the transaction runs by itself, ends the operation when another one doesn't make room in time
detach() {
	local since_ms said_s=-1 waited_s
	mkdir -p "$RUN_DIR"
	if [ -d "$RUN" ]; then
		succeed_lost_channel
		if is_detached; then
			event "detached tx=$TX"
			return
		fi
		rm -rf "$RUN"
	fi
	mv -T "$WORK" "$RUN"
	mkdir "$WORK"
	echo $$ >"$WORK/foreground"
	: >"$RUN/events"
	hold_events
	UNDETACHED=$RUN
	step lock
	now_ms
	since_ms=$NOW_MS
	until start_detached || is_detached; do
		case $WORDS in
		*already* | *exists*)
			await_turn
			look_again
			;;
		*)
			no_answer "$WORDS" || {
				facts_now
				leave_unlocked failed internal "systemd-run: $WORDS"
			}
			leave_in_time
			sleep 0.2
			;;
		esac
	done
	# From here on the directory belongs to the transaction.
	UNDETACHED=''
	event "detached tx=$TX"
}

# await_turn: until the lock is free, and whoever waits for it has said that it still wants it. A connection that was lost in
# silence takes minutes to be noticed, and nothing may begin that has been reported as not begun.
await_turn() {
	local asked_ms
	while is_locked; do
		leave_in_time
		[ "$waited_s" -eq "$said_s" ] || say "lock age_s=$LOCK_AGE_S" "$LOCK_HOLDER"
		said_s=$waited_s
		sleep 0.2
	done
	[ -z "$BY_HAND" ] || return 0
	rm -f "$RUN/turn"
	event turn
	asked_ms=$NOW_MS
	until [ -e "$RUN/turn" ]; do
		leave_in_time
		[ $((NOW_MS - asked_ms)) -lt $((TURN_S * 1000)) ] ||
			leave_unlocked busy lost "the lock was free and nobody answered any more; nothing was touched"
		sleep 0.1
	done
}

# look_again: what the earlier deployment left may lack contents that were found before it, and so were not sent
look_again() {
	local number
	[ "$OP" = apply ] && [ -z "$LEAVING" ] || return 0
	for number in $(
		WORK=$RUN
		find_sources
		echo "$NEED" | tr , ' '
	); do
		case ",$NEED," in
		*",$number,"*) ;;
		*) leave_unlocked busy overtaken "the deployment before this one took away what it relied on; nothing was touched" ;;
		esac
	done
}

# leave_in_time: cancelled, or for longer than was allowed
leave_in_time() {
	[ ! -e "$RUN/cancel" ] || leave_unlocked busy cancelled "cancelled while waiting for another deployment; nothing was touched"
	lock_holder
	waited_s=$(((NOW_MS - since_ms) / 1000))
	[ "$waited_s" -lt "$LOCK_TIMEOUT_S" ] ||
		leave_unlocked busy lock "$LOCK_HOLDER has had $UNIT for ${LOCK_AGE_S}s; nothing was touched"
}

# leave_unlocked OUTCOME CODE TEXT
leave_unlocked() {
	end_with "$1" "$2" "$3"
	exit 0
}
