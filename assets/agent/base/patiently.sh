# Asking process 1 while it re-executes itself, as every upgrade of systemd makes it do: it drops the connections that it has
# and takes none for a moment. That is no answer, and nobody's failure.

# After that long process 1 does not come back.
PATIENCE_S=20
# A request that it lets lie comes back by itself, after a minute and a half: as good as so many that came back at once.
TRIES_OF_A_TIMEOUT=50

# no_answer WORDS: of systemctl or systemd-run, whether the request was heard or not
no_answer() {
	case $1 in
	*'not connected'* | *'disconnected from message bus'* | *'onnection terminated'* | *'onnection refused'* | \
		*'onnection reset'* | *'onnection timed out'*) return 0 ;;
	*) return 1 ;;
	esac
}

# patiently ARGUMENTS… → prints what systemctl says, errors included, and returns its status. For what may be asked twice.
patiently() {
	local words status tries=0
	while words=$(systemctl "$@" 2>&1) && status=0 || status=$?; do
		[ "$status" -ne 0 ] && no_answer "$words" && [ "$tries" -lt $((PATIENCE_S * 5)) ] || break
		case $words in
		*'imed out'*) tries=$((tries + TRIES_OF_A_TIMEOUT)) ;;
		*) tries=$((tries + 1)) ;;
		esac
		sleep 0.2
	done
	[ -z "$words" ] || printf '%s\n' "$words"
	return "$status"
}

# is_up UNIT: whether there is anything to stop
is_up() {
	case $(patiently show -p ActiveState --value "$1") in
	inactive | failed) return 1 ;;
	*) return 0 ;;
	esac
}
