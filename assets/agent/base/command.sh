# Commands that take their time (package managers, pip): every line is shown while it is the newest, the last ones are kept.

# run_shown COMMAND…: returns the command's own status; its words are in $RUN/output
run_shown() {
	local line
	: >"$RUN/output"
	rm -f "$RUN/status"
	{
		"$@" </dev/null 2>&1
		echo $? >"$RUN/status"
	} | while IFS= read -r line; do
		printf '%s\n' "$line" >>"$RUN/output"
		case $line in *[![:space:]]*) say progress "$line" ;; esac
	done
	return "$(cat "$RUN/status")"
}

# fail_shown CODE WHAT: the failure of the last run_shown, in the command's own words
fail_shown() {
	local line last=''
	tail -n 20 "$RUN/output" >"$RUN/output.tail"
	while IFS= read -r line; do
		say output "$line"
		case $line in *[![:space:]]*) last=$line ;; esac
	done <"$RUN/output.tail"
	fail "$1" "$2: $last"
}
