# What happened to the service on this host: the file `history`, a line for each transaction that had the lock.
HISTORY_LINES=100

# record OUTCOME CODE: how this transaction ended, for the next one and for people
record() {
	write_state "$1" "$2"
	point recorded
	write_history "$1" "$2"
}

# write_history OUTCOME CODE, at the time of the state: recovery may end what had said its end, so a transaction's earlier line goes
write_history() {
	{
		echo "# time, outcome, step, code, release, who asked for it, transaction. In words: $COMMAND history"
		[ ! -f "$HISTORY" ] || awk -F "$TAB" -v tx="$TX" '!/^#/ && $7 != tx' "$HISTORY" | tail -n $((HISTORY_LINES - 1))
		printf "%s$TAB%s$TAB%s$TAB%s$TAB%s$TAB%s$TAB%s\n" "$UTC_NOW" "$1" "$STEP" "$2" "$DIGEST" "${BY_HAND:-$URN}" "$TX"
	} >"$HISTORY.new" && chmod 0644 "$HISTORY.new" && sync "$HISTORY.new" && point history-written &&
		mv -fT "$HISTORY.new" "$HISTORY" || {
		rm -f "$HISTORY.new"
		return 1
	}
}
