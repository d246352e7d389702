# The verb `history`: newest first, with the releases that can be put back.

show_history() {
	local past
	read_state
	written_release
	if [ ! -s "$HISTORY" ]; then
		echo "Nothing is recorded of $UNIT on this host."
		return
	fi
	echo "$UNIT, newest first, times in UTC.  * runs now   > can be put back: $COMMAND rollback RELEASE"
	echo
	printf '    %-19s  %-12s  %-28s  %s\n' time release 'asked for by' outcome
	awk '!/^#/ { line[++n] = $0 } END { while (n > 0) print line[n--] }' "$HISTORY" | while read_past; do
		mark
		printf '  %s %-19s  %-12s  %-28s  %s\n' "$MARK" "$(moment "$PAST_AT" | sed 's/ UTC$//')" "$(short "${PAST_RELEASE:--}")" \
			"$(printable "$(asker "$PAST_WHO")")" "$(ending "$PAST_OUTCOME" "$PAST_STEP" "$PAST_CODE")"
	done
	past=$(untold_targets)
	[ -z "$past" ] || printf '\nAlso on disk, and to be put back: %s\n' "$past"
}

# read_past: the next line → PAST_*. A tab is white space to `read`, and an empty field between two of them would be lost.
read_past() {
	local line
	IFS= read -r line || return 1
	next_field && PAST_AT=$FIELD
	next_field && PAST_OUTCOME=$FIELD
	next_field && PAST_STEP=$FIELD
	next_field && PAST_CODE=$FIELD
	next_field && PAST_RELEASE=$FIELD
	next_field && PAST_WHO=$FIELD
}

# next_field: of `line` → FIELD
next_field() {
	FIELD=${line%%"$TAB"*}
	line=${line#*"$TAB"}
}

# Releases that have their mark already.
MARKED=' '

# mark → MARK of PAST_RELEASE, at the newest line where it was ready
mark() {
	MARK=' '
	case $PAST_OUTCOME in
	committed | unchanged) ;;
	*) return ;;
	esac
	case $MARKED in
	*" $PAST_RELEASE "*) return ;;
	esac
	MARKED="$MARKED$PAST_RELEASE "
	if [ "$PAST_RELEASE" = "$WRITTEN" ]; then
		MARK='*'
	elif is_target "$PAST_RELEASE"; then
		MARK='>'
	fi
}

# untold_targets → prints those that no line of the history speaks of any more
untold_targets() {
	local release names=''
	for release in $(targets); do
		[ "$release" != "$WRITTEN" ] && ! grep -qF "$TAB$release$TAB" "$HISTORY" || continue
		names="${names:+$names, }$(short "$release")"
	done
	printf '%s' "$names"
}

# last_transaction → prints the newest line as a sentence
last_transaction() {
	[ -s "$HISTORY" ] || return 0
	tail -n 1 "$HISTORY" | {
		read_past
		printf '%s: %s, release %s, %s' "$(moment "$PAST_AT")" "$(printable "$(asker "$PAST_WHO")")" "$(short "$PAST_RELEASE")" \
			"$(ending "$PAST_OUTCOME" "$PAST_STEP" "$PAST_CODE")"
	}
}
