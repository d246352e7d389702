# A version made by hand gives way to the first release, by leave (ADOPT; ownership.sh). Until the commit its unit and its
# directory are untouched, so the way back is to take the trial away. What the commit displaces is set aside.

# Whether the version made by hand was up before a trial took its place: its ActiveState. Gone after a reboot, like the process.
FOUND=$RUN_DIR/found
# What became of it: untouched, back, as-found or down
HANDMADE=untouched

# remember_found: a failed release that was kept in place is not what was found
remember_found() {
	[ -e "$SUSPECT" ] && [ -e "$FOUND" ] || echo "$ACTIVE" >"$FOUND"
}

# stop_by_its_own_rules: before systemd reads the trial's. What requires it would stay down after a mere stop, and has to do
# with the restart.
stop_by_its_own_rules() {
	[ -n "$RESTARTED_WITH" ] || patiently stop "$UNIT" >/dev/null
}

# restore_by_hand → OUTCOME: failed, since nothing of ours is left here, or interrupted
restore_by_hand() {
	local found=''
	OUTCOME=failed HANDMADE=as-found
	[ ! -r "$FOUND" ] || read -r found <"$FOUND"
	case $found in
	active | reloading) restart_by_hand ;;
	activating) patiently start --no-block "$UNIT" >/dev/null ;;
	esac
	forget_kept_unit
	[ "$OUTCOME" = failed ] || return 0
	# What was found is remembered on: a recovery that comes after this begins with a stop, too.
	rm -f "$SUSPECT"
	forget_service_dir
}

# restart_by_hand: by what can be asked of a unit that we know nothing of: that it comes up in its own time, and stays up
restart_by_hand() {
	use_criteria_of ''
	UNIT_TYPE=$(patiently show -p Type --value "$UNIT")
	span_ms "$(patiently show -p TimeoutStartUSec --value "$UNIT")"
	[ "${SPAN_MS:-0}" -le $((READY_TIMEOUT_S * 1000)) ] || READY_TIMEOUT_S=$((SPAN_MS / 1000 + 1))
	judge ''
	case $VERDICT in
	ready)
		HANDMADE=back
		start_dependents
		;;
	interrupted) OUTCOME=interrupted ;;
	*) HANDMADE=down ;;
	esac
}

# give_up_adoption: the removal of what was never committed, as after a power cut or a failed release that was kept in place
give_up_adoption() {
	if [ -e "$TRIAL" ]; then restore; else forget_service_dir; fi
}

# keep_unit: a copy of what the rename is about to replace; a link as a link, for what it leads to stays where it is
keep_unit() {
	local kept
	make_set_aside_dir || return 1
	kept=$SET_ASIDE_NOW$UNIT_FILE
	(umask 077 && mkdir -p "${kept%/*}") && point unit-room && cp -Pp "$UNIT_FILE" "$kept" &&
		{ [ -L "$kept" ] || sync "$kept"; } && sync "${kept%/*}" "$SET_ASIDE" "$SERVICE_DIR" && point unit-kept
}

# kept_unit → KEPT, where this transaction has kept the unit
kept_unit() {
	KEPT=''
	for KEPT in "$SET_ASIDE"/*-"$TX$UNIT_FILE"; do
		[ ! -e "$KEPT" ] && [ ! -L "$KEPT" ] || return 0
	done
	return 1
}

# forget_kept_unit: the unit is in place, so its copy is none of what was displaced
forget_kept_unit() {
	! kept_unit || {
		rm -f "$KEPT"
		rmdir -p --ignore-fail-on-non-empty "${KEPT%/*}" 2>/dev/null
	}
}

# tell_kept_unit: once the rename has replaced it
tell_kept_unit() {
	[ ! -e "$FOUND" ] || rm -f "$FOUND"
	! kept_unit || {
		say aside "$UNIT_FILE is now $KEPT"
		name_displaced "$UNIT_FILE" "$KEPT"
	}
}

# recall_kept_unit: after a power cut that followed right upon the rename, when nobody had been told, and the links that its
# [Install] had asked for were still there
recall_kept_unit() {
	local kept
	[ -z "$STATE_CURRENT" ] && [ -n "$WRITTEN" ] || return 0
	for kept in "$SET_ASIDE"/*"$UNIT_FILE"; do
		[ -f "$kept" ] || continue
		cp "$kept" "$RUN/unit.kept"
		name_displaced "$UNIT_FILE" "$kept"
	done
}

# redirect_install_links: those of a linked unit lead to where it was linked from
redirect_install_links() {
	! kept_unit || [ ! -L "$KEPT" ] || [ -z "$ENABLE" ] || lay_install_links
}

# name_displaced PATH PLACE: to whoever gave leave for it
name_displaced() {
	[ -z "$ADOPT" ] || say "notice code=adopted" "made by hand, and kept: $1 is now $2"
}

# make_room_for_link: what is at DIRECTORY and no link of ours is set aside. Across file systems that would be a copy, which
# takes its time and may find no room; a new name where it is does not.
make_room_for_link() {
	local place=$DIRECTORY.set-aside-$TX
	[ -e "$DIRECTORY" ] || [ -L "$DIRECTORY" ] || return 0
	! leads_to_release "$DIRECTORY" || return 0
	if [ "$(stat -c %d "$DIRECTORY")" = "$(stat -c %d "$SERVICE_DIR")" ]; then
		set_aside "$DIRECTORY" && name_displaced "$DIRECTORY" "$ASIDE"
	else
		mv -T "$DIRECTORY" "$place" && sync "${DIRECTORY%/*}" && say aside "$DIRECTORY is now $place" &&
			name_displaced "$DIRECTORY" "$place"
	fi
}
