# Hands the events of a detached transaction on to the channel, from the first one to its end.

RELAY='' RELAY_OPEN=''

# watch_transaction: prints "gone" when the transaction is, with or without having said its end (a host that is going down)
watch_transaction() {
	local since tx rest
	while sleep 2 && [ -d "/proc/$$" ]; do
		read -r since tx rest <"$HOLDER" && [ "$tx" = "$TX" ] &&
			[ "$(systemctl show -p ActiveState --value "$LOCK")" != inactive ] || break
	done 2>/dev/null
	echo gone
}

# open_relay: opened before the transaction runs, since one that removes the service takes its event file along.
# fd 6 is the event file, fd 7 a FIFO for lines that we wait for.
open_relay() {
	exec 6<"$RUN/events"
	mkfifo "$WORK/relay"
	exec 7<>"$WORK/relay"
	rm "$WORK/relay"
	RELAY_OPEN=1
}

# relay_events → true when the end was among them
relay_events() {
	local line relayed=0 skipped=0
	# By /proc it is found under no name, too.
	tail -n +1 -f --pid=$$ /proc/$$/fd/6 >&7 2>/dev/null 9>&- &
	RELAY=$!
	watch_transaction >&7 9>&- &
	RELAY="$RELAY $!"
	while IFS= read -r line <&7 && [ "$line" != gone ]; do
		event "$line"
		relayed=$((relayed + 1))
		case $line in 'end '*) return 0 ;; esac
	done
	while IFS= read -r line <&6; do
		skipped=$((skipped + 1))
		[ "$skipped" -gt "$relayed" ] || continue
		event "$line"
		case $line in 'end '*) return 0 ;; esac
	done
	return 1
}

stop_relay() {
	# shellcheck disable=SC2086
	[ -z "$RELAY" ] || kill $RELAY 2>/dev/null
	RELAY=''
}

# follow: the events from the event file, or the recorded outcome, or that it is lost
follow() {
	[ -n "$RELAY_OPEN" ] || [ ! -e "$RUN/events" ] || open_relay
	[ -z "$RELAY_OPEN" ] || ! relay_events || return 0
	if [ ! -d "$WORK" ]; then
		WORK=$(mktemp -d "$RUN_ROOT.XXXXXXXX")
		DETACHED=''
	fi
	facts_now
	if [ "$STATE_TX" = "$TX" ]; then
		STEP=$STATE_STEP
		end_with "$STATE_OUTCOME" "$STATE_CODE" "as this host recorded it"
	else
		end_with interrupted lost "this host knows nothing more of transaction $TX"
	fi
}

# cancel: the transaction stops at its next safe point and says so to whoever follows it
cancel() {
	[ ! -d "$RUN" ] || : >"$RUN/cancel"
	end_with cancelled '' ''
}
