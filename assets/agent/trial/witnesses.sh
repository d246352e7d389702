# Who else was at work here meanwhile. systemd keeps no record of who asks for a start or a stop, so these are the traces
# that the askers themselves leave; what they mean is decided where the error is written
# (provider/systemd/diagnosis/interference.ts).

# When the transaction began; set with the lock.
TAKEN_MS=0

# tell_witnesses
tell_witnesses() {
	now_ms
	tell_commands $(((NOW_MS - TAKEN_MS) / 1000 + 1))
	tell_package_managers
	tell_sessions
}

# tell_commands SECONDS: commands by sudo and permissions by polkit that may have been about a unit, and reloads that were not
# ours (process 1 names who asks for these since systemd 255)
tell_commands() {
	local line
	journalctl -q --no-pager -o json --output-fields=MESSAGE,PRIORITY,_PID --since "-${1}s" \
		_COMM=sudo + _COMM=polkitd + _PID=1 2>/dev/null | journal_lines | while IFS= read -r line; do
		case $line in
		*pulumi-systemd*) ;;
		*' COMMAND='*systemctl* | *' COMMAND='*service* | *' COMMAND='*kill* | *' COMMAND='*"$NAME"*)
			witness sudo "$line"
			;;
		*manage-unit*) witness polkit "$line" ;;
		*' from=systemd -- '*' requested from client PID '*) witness systemd "$line" ;;
		esac
	done
}

# witness OF JOURNAL_LINE
witness() {
	local at=${2#*at_us=}
	say "witness of=$1 at_us=${at%% *}" "${2#* -- }"
}

# tell_package_managers: a package's scripts restart services without asking anybody
tell_package_managers() {
	local log
	for log in /var/log/dpkg.log /var/log/dnf.rpm.log /var/log/zypp/history; do
		[ "$log" -nt "$TRIAL" ] || continue
		say "witness of=packages" "$(tail -n 1 "$log")"
	done
}

# tell_sessions: people at a terminal, as far as logind counts them
tell_sessions() {
	local session rest key value name tty from
	loginctl list-sessions --no-legend 2>/dev/null | while read -r session rest; do
		name='' tty='' from=''
		while IFS='=' read -r key value; do
			case $key in
			Name) name=$value ;;
			TTY) tty=$value ;;
			RemoteHost) from=$value ;;
			esac
		done <<-END
			$(loginctl show-session -p Name -p TTY -p RemoteHost "$session" 2>/dev/null)
		END
		[ -z "$tty" ] || say "witness of=session" "$name on $tty${from:+ from $from}"
	done
}
