# Why the release isn't up, told before anything is undone: systemd's account of the moment of failure, then the journal of
# that very invocation.

# diagnose: refines FAILURE where the journal knows better
diagnose() {
	local line missed=''
	step diagnose
	[ -n "$SHOWN" ] || look
	find_journal
	: >"$RUN/failed"
	[ -z "$missed" ] || read_death
	printf '%s\n' "$SHOWN" | while IFS= read -r line; do
		case "$missed${line%%=*}" in
		1Result | 1ExecMainCode | 1ExecMainStatus | 1InvocationID) ;;
		*) fact failed "${line%%=*}" "${line#*=}" ;;
		esac
	done
	while IFS= read -r line; do
		fact failed "${line%%=*}" "${line#*=}"
	done <"$RUN/failed"
	[ ! -s "$RUN/probe.last" ] || fact failed probe "$(probe_words)"
	tell_journal
	tell_witnesses
}

# find_journal: of the invocation that failed → missed=1 when it was replaced by the next try before we could look at it
find_journal() {
	local restarts
	property NRestarts
	restarts=${VALUE:-0}
	property InvocationID
	if [ -z "$PINNED" ]; then
		PINNED=$VALUE
	elif [ "$VALUE" != "$PINNED" ] || [ "$restarts" != "$PINNED_RESTARTS" ]; then
		missed=1
	fi
	if [ "$VALUE" = "$PINNED" ] && [ "$restarts" != "$PINNED_RESTARTS" ]; then
		# Not even its name was seen.
		now_ms
		read_journal_since $(((NOW_MS - BEGUN_MS) / 1000 + 1))
	else
		read_journal_of_invocation "$PINNED"
	fi
}

# read_death: what `systemctl show` would have said of the invocation, from what process 1 wrote about its end
# ("Main process exited, code=dumped, status=6/ABRT", "Failed with result 'core-dump'.")
read_death() {
	local line result=''
	echo "InvocationID=$PINNED" >>"$RUN/failed"
	while IFS= read -r line; do
		case $line in
		*' from=systemd -- '*'Main process exited, code='*', status='*)
			line=${line##*, code=}
			case ${line%%,*} in
			exited) echo ExecMainCode=1 ;;
			killed) echo ExecMainCode=2 ;;
			dumped) echo ExecMainCode=3 ;;
			esac
			line=${line##*status=}
			echo "ExecMainStatus=${line%%/*}"
			;;
		*' from=systemd -- '*"Failed with result '"*)
			result=${line##*"Failed with result '"}
			result=${result%%"'"*}
			echo "Result=$result"
			;;
		esac >>"$RUN/failed"
	done <"$RUN/journal"
	[ -z "$result" ] || case $FAILURE in
	unstable | exited) FAILURE=$(code_of_result "$result") ;;
	esac
}
