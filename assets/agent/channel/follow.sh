# Hands the events of a detached transaction on to the channel, from the first one to its end.

RELAY=''

# Rounds of two seconds after which a transaction that goes on is said to.
ALIVE_ROUNDS=30

# watch_transaction: prints "gone" when the transaction is, with or without having said its end (a host that is going down).
# Until then it says now and then that it is there: a service may be waited for over hours without any other word.
watch_transaction() {
	local since tx rest round=0
	while sleep 2 && [ -d "/proc/$$" ]; do
		read -r since tx rest <"$HOLDER" && [ "$tx" = "$TX" ] &&
			[ "$(systemctl show -p ActiveState --value "$LOCK")" != inactive ] || break
		round=$((round + 1))
		[ $((round % ALIVE_ROUNDS)) -ne 0 ] || echo alive >>"$WORK/events"
	done 2>/dev/null
	echo gone
}

# hold_events: under a name of our own (tail wants a name to be woken by), since a removal takes the event file along
hold_events() {
	[ -e "$WORK/events" ] || ln "$RUN/events" "$WORK/events" 2>/dev/null
}

# relay_events → true when the end was among them
relay_events() {
	local line relayed=0 skipped=0
	mkfifo "$WORK/relay"
	exec 7<>"$WORK/relay"
	# By a name of its own: tail of Debian 11 takes an output that can be read from for one that nobody reads, and ends.
	tail -n +1 -f --pid=$$ "$WORK/events" >"$WORK/relay" 2>/dev/null 9>&- &
	RELAY=$!
	watch_transaction >&7 9>&- &
	RELAY="$RELAY $!"
	while IFS= read -r line <&7 && [ "$line" != gone ]; do
		event "$line"
		relayed=$((relayed + 1))
		case $line in 'end '*) return 0 ;; esac
	done
	while IFS= read -r line; do
		skipped=$((skipped + 1))
		[ "$skipped" -gt "$relayed" ] || continue
		event "$line"
		case $line in 'end '*) return 0 ;; esac
	done <"$WORK/events"
	return 1
}

stop_relay() {
	# shellcheck disable=SC2086
	[ -z "$RELAY" ] || kill $RELAY 2>/dev/null
	RELAY=''
}

# follow: the events from the event file, or the recorded outcome, or that it is lost
follow() {
	if hold_events && relay_events; then return; fi
	facts_now
	if [ "$STATE_TX" = "$TX" ]; then
		STEP=$STATE_STEP
		end_with "$STATE_OUTCOME" "$STATE_CODE" "as this host recorded it"
	else
		end_with interrupted lost "this host knows nothing more of transaction $TX"
	fi
}

# turn: who waits for the lock is still there, and may have it
turn() {
	[ ! -d "$RUN" ] || : >"$RUN/turn"
	end_with observed '' ''
}

# cancel: the transaction stops at its next safe point and says so to whoever follows it
cancel() {
	[ ! -d "$RUN" ] || : >"$RUN/cancel"
	end_with cancelled '' ''
}
