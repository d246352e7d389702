# What the agent says (docs/agent-protocol.md §3). fd 9 is the channel in the foreground, the event file when detached.
NL='
'
TAB=$(printf '\t')
STEP=preflight
PREFIX=''

# event LINE
event() {
	printf '%s%s\n' "$PREFIX" "$1" >&9 && return
	# Nobody reads the channel any more; an event file that cannot be written must not stop a transaction.
	[ "$MODE" != foreground ] || exit 74
}

# say "EVENT KEYS" TEXT: the text becomes one line
say() {
	local text=$2
	while :; do
		case $text in
		*"$NL"*) text="${text%%"$NL"*} ${text#*"$NL"}" ;;
		*) break ;;
		esac
	done
	event "$1 -- $text"
}

# fact failed|now NAME VALUE
fact() {
	say "fact of=$1 name=$2" "$3"
}

# finding CODE TEXT [KEYS]
finding() {
	FINDINGS=$((${FINDINGS:-0} + 1))
	say "finding code=$1${3:+ $3}" "$2"
}

# end_with OUTCOME CODE TEXT
end_with() {
	say "end outcome=$1 step=$STEP code=$2" "$3"
}

# step NAME: the phase file is what recovery goes by
step() {
	STEP=$1
	[ "$MODE" != detached ] || echo "$1" >"$RUN/phase"
	event "step name=$1"
	pause_at "$1"
}
