# The trial becomes what this host runs from now on. Renaming the unit file is the one commit point: before it a power cut
# boots the old version, after it the new one.

# commit: whatever can fail, for want of room too, comes before the rename
commit() {
	CANCELLABLE=''
	step commit
	install -m 0644 "$RUN/unit" "$UNIT_NEW" && sync "$UNIT_NEW" || cannot_commit commit "$UNIT_FILE cannot be written"
	point text
	keep_criteria || cannot_commit commit "by what $UNIT is judged cannot be written to $RELEASE"
	point criteria
	if made_by_hand && ! keep_unit; then
		cannot_commit commit "$UNIT_FILE was made by hand, and there is no place to keep a copy"
	fi
	if [ -n "$ENABLE" ] && ! lay_install_links; then
		cannot_commit commit "the links that [Install] of $UNIT asks for cannot be made"
	fi
	point links
	take_room_for_record || cannot_commit commit "$STATE cannot be written"
	point room
	unit_file_is_as_read ||
		cannot_commit edited-by-other "somebody else changed $UNIT_FILE while this deployment was under way"
	mv -fT "$UNIT_NEW" "$UNIT_FILE" || cannot_commit commit "$UNIT_FILE cannot be written"
	sync "$UNIT_DIR"
	point renamed
	committed
}

# cannot_commit CODE TEXT
cannot_commit() {
	rm -f "$UNIT_NEW" "$STATE.new"
	# Nothing is on trial where only a name changes.
	[ "$ACTION" != none ] || fail "$1" "$2"
	revoke "$1" "$2"
}

# committed: what follows from the rename, also when it is only found to have happened
committed() {
	release_in_place
	tell_kept_unit
	move_link
	point link
	rm -f "$TRIAL"
	point trial-removed
	displace_foreign
	point displaced
	rm -f "$SUSPECT"
	point suspicion-removed
	record committed ''
	point history
	lay_command || cannot_lay_command
	point command
	OVERTAKEN=1
	facts_now ok
	OVERTAKEN=''
	finish committed '' '' settle
	point told
	patiently daemon-reload >/dev/null
	point reloaded
	settle
}

# move_link: DIRECTORY shows the release that runs. An earlier place of it goes when it is still ours.
move_link() {
	local target=$RELEASE/app
	if [ -n "$DIRECTORY" ] && { [ ! -L "$DIRECTORY" ] || [ "$(readlink "$DIRECTORY")" != "$target" ]; }; then
		make_room_for_link
		ln -sfn "$target" "$(new_link "$DIRECTORY")" && point link-made && mv -fT "$(new_link "$DIRECTORY")" "$DIRECTORY"
	fi
	if [ "$STATE_DIRECTORY" != "$DIRECTORY" ]; then
		remove_link "$STATE_DIRECTORY"
		STATE_DIRECTORY=$DIRECTORY
	fi
}

# new_link PATH → prints where the next link of that name lies for a moment
new_link() {
	printf '%s' "${1%/*}/.${1##*/}.pulumi-systemd"
}

# clear_half_made → RUN/cut-short: what a power cut in the midst of a commit left under temporary names. INCOMING is there from
# the stage to the end of whatever came after it. Releases and secrets that were never ready stay until the end: their contents
# have been counted on (need.sh).
clear_half_made() {
	local link
	[ ! -e "$INCOMING" ] || : >"$RUN/cut-short"
	rm -f "$UNIT_NEW" "$STATE.new" "$HISTORY.new" "$RELEASES"/*/criteria.new "$RELEASES"/*/.runtime
	for link in "$DIRECTORY" "$STATE_DIRECTORY"; do
		[ -z "$link" ] || rm -f "$(new_link "$link")"
	done
}

# remove_link PATH: only one of ours
remove_link() {
	! leads_to_release "$1" || rm -f "$1"
}

# leads_to_release PATH → true for a link into our releases
leads_to_release() {
	[ -L "$1" ] || return 1
	case $(readlink "$1") in
	"$RELEASES"/*) ;;
	*) return 1 ;;
	esac
}

# settle: what nobody waits for
settle() {
	step prune
	drop_stale_install_links
	redirect_install_links
	prune
	prune_agents
	rm -rf "$INCOMING"
	echo "ended $STATE_OUTCOME" >"$RUN/phase"
}
