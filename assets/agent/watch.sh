# What wakes the judge: the end of systemctl's job, the probe's success, or the time for the next look. Each is a line in
# one FIFO on fd 8, since POSIX sh can wait for a line but not for a line or a time.

# Between two looks at what the daemon says of itself.
LOOK_MS=300
# Between two tries of a probe.
PROBE_PAUSE_S=0.3

open_wake() {
	LOOKER='' PROBER='' JOB=''
	rm -f "$RUN/wake"
	mkfifo "$RUN/wake"
	exec 8<>"$RUN/wake"
	rm -f "$RUN/wake"
}

close_wake() {
	# The job itself goes on in systemd, whatever becomes of who waits for it.
	# shellcheck disable=SC2086
	kill $JOB $LOOKER $PROBER 2>/dev/null
	exec 8>&-
}

# start_job: "done", or "failed" and systemctl's words
start_job() {
	{
		words=$(systemctl restart "$UNIT" 2>&1) && echo 'done' ||
			echo "failed $(printf '%s' "$words" | tr '\n' ' ')"
	} >&8 &
	JOB=$!
}

# next_look MS
next_look() {
	local ms=$1
	[ "$ms" -gt 0 ] || ms=1
	{
		sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
		echo look
	} >&8 &
	LOOKER=$!
}

# start_probe BUDGET_MS: again and again until it succeeds; a try that hangs may take all of the budget
start_probe() {
	local budget_s=$(($1 / 1000 + 1))
	{
		until timeout "$budget_s" sh "$PROBE" >"$RUN/probe.output" 2>&1 </dev/null; do sleep $PROBE_PAUSE_S; done
		echo probed
	} >&8 &
	PROBER=$!
}
