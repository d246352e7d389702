# Did somebody ask for the end of an invocation, or did it come by itself? systemd's properties don't tell a restart by hand
# from a crash that someone answered with a start; what process 1 wrote at the time does, on every version the same.

# asked_to_end INVOCATION → true when a job (systemctl stop or restart, a unit that takes it along) or a signal by request
# (systemctl kill) came before any end of its own
asked_to_end() {
	journalctl --sync 2>/dev/null
	journalctl -q --no-pager -o cat _PID=1 "INVOCATION_ID=$1" 2>/dev/null | first_end_is_asked
}

first_end_is_asked() {
	local line
	while IFS= read -r line; do
		case $line in
		"Stopping "*) return 0 ;;
		"$UNIT: Sent signal SIG"*" on client request."*)
			# Others than these are messages to a daemon.
			case $line in
			*SIGTERM* | *SIGKILL* | *SIGINT* | *SIGQUIT* | *SIGABRT*) return 0 ;;
			esac
			;;
		"$UNIT: Main process exited"* | "$UNIT: Failed with result"* | "$UNIT: Succeeded."* | "$UNIT: Deactivated"*) return 1 ;;
		esac
	done
	return 1
}
