# The unit that a plan is made for, as process 1 knows it and as its file is.

# look_at_unit → LOAD ACTIVE SUB FRAGMENT NEED_RELOAD INVOCATION INSTALLED, and RESTARTED_WITH (WORK/dependents on one line)
look_at_unit() {
	local key value needed_by=''
	LOAD='' ACTIVE='' SUB='' FRAGMENT='' NEED_RELOAD='' INVOCATION='' INSTALLED=''
	patiently show -p LoadState,ActiveState,SubState,FragmentPath,NeedDaemonReload,InvocationID,UnitFileState,"$NEEDED_BY" "$UNIT" >"$WORK/unit.now"
	while IFS='=' read -r key value; do
		case $key in
		LoadState) LOAD=$value ;;
		ActiveState) ACTIVE=$value ;;
		SubState) SUB=$value ;;
		FragmentPath) FRAGMENT=$value ;;
		NeedDaemonReload) NEED_RELOAD=$value ;;
		InvocationID) INVOCATION=$value ;;
		UnitFileState) INSTALLED=$value ;;
		RequiredBy | BoundBy | ConsistsOf) needed_by="$needed_by $value" ;;
		esac
	done <"$WORK/unit.now"
	# shellcheck disable=SC2086
	running_dependents $needed_by >"$WORK/dependents"
	RESTARTED_WITH=''
	while IFS= read -r value; do
		RESTARTED_WITH=$RESTARTED_WITH${RESTARTED_WITH:+ }$value
	done <"$WORK/dependents"
}

# look_at_unit_file → UNIT_FILE_IS: absent, mask, wanted (what this deployment would write), by-hand, twin (wanted, under another
# name), or other
look_at_unit_file() {
	local file
	file=$(mended_unit)
	# As it will be for process 1, too, once it is mended.
	[ "$file" = "$UNIT_FILE" ] || NEED_RELOAD=yes
	if [ ! -e "$file" ]; then
		UNIT_FILE_IS=absent
	elif is_mask "$file"; then
		UNIT_FILE_IS=mask
	elif cmp -s "$WORK/unit" "$file"; then
		UNIT_FILE_IS=wanted
	elif made_by_hand; then
		UNIT_FILE_IS=by-hand
	elif is_twin; then
		UNIT_FILE_IS=twin
	else
		UNIT_FILE_IS=other
	fi
}

# mended_unit → prints the file with the text that UNIT_FILE is to have before anything else is done: an empty one, as a disk
# that was full or lost power leaves it, systemd takes for a mask. Prints nothing where no text is known.
mended_unit() {
	if ! is_emptied "$UNIT_FILE"; then
		printf '%s' "$UNIT_FILE"
	elif [ -n "$STATE_CURRENT" ] && [ -s "$RELEASES/$STATE_CURRENT/unit" ]; then
		printf '%s' "$RELEASES/$STATE_CURRENT/unit"
	fi
}

# is_emptied PATH
is_emptied() {
	[ -e "$1" ] && [ ! -s "$1" ] && [ ! -L "$1" ]
}
