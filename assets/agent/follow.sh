# Hands the events of a detached transaction on to the channel, from the first one to its end.

# watch_transaction: prints "gone" when the transaction is, with or without having said its end (a host that is going down)
watch_transaction() {
	local since tx rest
	while sleep 2 && [ -d "/proc/$$" ]; do
		read -r since tx rest <"$HOLDER" && [ "$tx" = "$TX" ] &&
			[ "$(systemctl show -p ActiveState --value "$LOCK")" != inactive ] || break
	done 2>/dev/null
	echo gone
}

# relay_events → true when the end was among them
relay_events() {
	local line fifo=$RUN/relay.$$ relayed=0
	mkfifo "$fifo"
	exec 7<>"$fifo"
	rm -f "$fifo"
	tail -n +1 -f --pid=$$ "$RUN/events" >&7 2>/dev/null 9>&- &
	RELAY=$!
	watch_transaction >&7 9>&- &
	RELAY="$RELAY $!"
	while IFS= read -r line <&7 && [ "$line" != gone ]; do
		event "$line"
		relayed=$((relayed + 1))
		case $line in 'end '*) return 0 ;; esac
	done
	tail -n +$((relayed + 1)) "$RUN/events" >"$WORK/rest"
	while IFS= read -r line; do
		event "$line"
		case $line in 'end '*) return 0 ;; esac
	done <"$WORK/rest"
	return 1
}

stop_relay() {
	# shellcheck disable=SC2086
	[ -z "${RELAY:-}" ] || kill $RELAY 2>/dev/null
	RELAY=''
}

# follow: the events from the event file, or the recorded outcome, or that it is lost
follow() {
	if [ -e "$RUN/events" ]; then
		relay_events && return
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
