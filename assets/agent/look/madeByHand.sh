# A version made by hand, in whose place the first release is to come.

# made_by_hand → true while the unit in /etc is nobody's release, and what a failure goes back to
made_by_hand() {
	{ [ -e "$UNIT_FILE" ] || [ -L "$UNIT_FILE" ]; } && nothing_committed
}

# is_adopted KIND → true for what goes with a version made by hand: its drop-ins, its directory. A mask is no version.
is_adopted() {
	[ -n "$ADOPT" ] && [ -z "$STATE_CURRENT" ] || return 1
	case $1 in drop-in | directory) ;; *) return 1 ;; esac
}
