# The journal of one invocation: what the service wrote, and what systemd wrote about it.
JOURNAL_LINES=40

# What is read of an entry: a line of 2000 bytes as an array of them, and what stands before it.
ENTRY_BYTES=16384

# read_journal MATCH… → $RUN/journal, one event a line. Without --all a message of 4096 bytes or more would be null; with it,
# it is as long as whoever wrote it liked.
read_journal() {
	journalctl --sync 2>/dev/null
	journalctl -q --no-pager --all -o json --output-fields=MESSAGE,PRIORITY,_PID -n $JOURNAL_LINES "$@" 2>/dev/null |
		cut -b "1-$ENTRY_BYTES" | journal_lines >"$RUN/journal"
}

# read_journal_of_invocation ID. Fields without an underscore are whatever the sender says: any local user could write lines
# in systemd's name, but for _UID (systemd.journal-fields(7)). Not _PID=1: "Failed at step EXEC" comes from the child.
read_journal_of_invocation() {
	read_journal "_SYSTEMD_INVOCATION_ID=$1" + "INVOCATION_ID=$1" _UID=0
}

# read_journal_since SECONDS: of UNIT, whatever its invocation
read_journal_since() {
	read_journal --since "-${1}s" "_SYSTEMD_UNIT=$UNIT" + "UNIT=$UNIT" _UID=0
}

tell_journal() {
	local line
	while IFS= read -r line; do
		event "$line"
	done <"$RUN/journal"
}

# journal_lines: `journalctl -o json` to events. An object is one line of flat strings; a message with control characters
# (colours, say) comes as an array of bytes.
journal_lines() {
	awk '
		function string(rest, text, at, mark) {
			text = ""
			while ((at = match(rest, /["\\]/)) > 0) {
				text = text substr(rest, 1, at - 1)
				if (substr(rest, at, 1) == "\"") return text
				mark = substr(rest, at + 1, 1)
				rest = substr(rest, at + (mark == "u" ? 6 : 2))
				text = text (mark == "\"" || mark == "\\" || mark == "/" ? mark : " ")
			}
			return text rest
		}
		function bytes(list, text, count, i, code) {
			text = ""
			sub(/\].*/, "", list)
			count = split(list, code, ",")
			for (i = 1; i <= count; i++) text = text (code[i] >= 32 ? sprintf("%c", code[i] + 0) : " ")
			return text
		}
		function field(name, at, rest) {
			at = index($0, "\"" name "\":")
			if (at == 0) return ""
			rest = substr($0, at + length(name) + 3)
			sub(/^ /, "", rest)
			if (substr(rest, 1, 1) == "\"") return string(substr(rest, 2))
			return substr(rest, 1, 1) == "[" ? bytes(substr(rest, 2)) : ""
		}
		{
			# Fields without an underscore are whatever the sender says.
			priority = field("PRIORITY")
			if (priority !~ /^[0-7]$/) priority = 6
			message = field("MESSAGE")
			printf "journal at_us=%s prio=%s from=%s -- %s%s\n", field("__REALTIME_TIMESTAMP"), priority,
				field("_PID") == "1" ? "systemd" : "service", substr(message, 1, 2000), (length(message) > 2000 ? "…" : "")
		}'
}
