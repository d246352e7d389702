# Holds the agent at a named place, for tests that break something there (docs/agent-protocol.md §6). Inert unless the request
# names the place.
#
# Every step is a place. So is what lies between two writes of the commit: whoever adds a write to it adds a `point` behind
# it, named for what has just been written, and a line to tools/matrix/places.ts, so that the failure matrix cuts there.

# point NAME: the place <step>:<name>
point() {
	pause_at "$STEP:$1"
}

# pause_at PLACE: until the file `go` appears, or the transaction is cancelled where that is heeded
pause_at() {
	[ "$PAUSE_AT" = "$1" ] && [ "$MODE" != recover ] && [ ! -e "$WORK/go" ] || return 0
	echo "$1" >"$WORK/paused"
	event "paused at=$1"
	until [ -e "$WORK/go" ] || { [ "$MODE" = detached ] && cancelled; }; do
		sleep 0.1
		# Whether there still is a channel only the next write tells.
		[ "$MODE" = detached ] || event "paused at=$1"
	done
	rm -f "$WORK/paused"
}
