# Takes the service off this host: all that we put there and nothing else, in any order with the deployment that replaces it,
# and from whatever an earlier removal or somebody's hand left of it.

# What stays because others made it: the text of the end.
STAYS=''

# remove_service: its record goes last, so that whatever interrupts this is found and finished by the next one
remove_service() {
	if [ -n "$STATE_OWNER" ] && [ "$STATE_OWNER" != "$TOKEN" ]; then
		leave_to_owner
		return
	fi
	if [ -n "$STATE_OWNER" ] && made_by_hand; then
		give_up_adoption
	elif is_ours; then
		stop_service && clean_directories && take_unit_away || {
			conclude failed "$FAILURE" "$WORDS"
			return
		}
		forget_unit
		rm -rf "$RELEASES" "$RUNTIMES" "$CREDENTIALS" "$INCOMING"
		clear_service_dir
		name_what_stays
	fi
	remove_link "$DIRECTORY"
	rmdir "$TRIAL_DIR" 2>/dev/null
	# Without the record this is nobody's service, and its end nothing to record.
	read_state
	conclude removed "${STAYS:+left}" "$STAYS"
}

leave_to_owner() {
	if [ "$STATE_URN" = "$URN" ]; then
		conclude removed other-owner "$UNIT was left alone: the same resource deployed it here once more, under another id"
	else
		conclude removed other-owner "$UNIT belongs to $STATE_URN by now and was left alone"
	fi
}

# is_ours: by the record; where that is gone, by what nobody else's unit or directory says, or for want of any other unit
is_ours() {
	local manifest
	[ -z "$STATE_OWNER" ] || return 0
	! grep -qsF -e "$RELEASES/" "$UNIT_FILE" "$TRIAL" || return 0
	for manifest in "$RELEASES"/*/manifest; do
		[ ! -f "$manifest" ] || return 0
	done
	if [ -e "$UNIT_FILE" ] || [ -L "$UNIT_FILE" ]; then
		[ -s "$UNIT_FILE" ] && unit_is_as_written
	else
		case $(patiently show -p FragmentPath --value "$UNIT") in
		'' | "$UNIT_FILE" | "$TRIAL") ;;
		*) return 1 ;;
		esac
	fi
}

# unit_is_as_written: nobody changed it since; also when it is gone, or a full disk left it empty
unit_is_as_written() {
	local unit
	[ -s "$UNIT_FILE" ] || return 0
	for unit in "$RELEASES"/*/unit; do
		! cmp -s "$unit" "$UNIT_FILE" || return 0
	done
	[ "$(sha256sum 2>/dev/null <"$UNIT_FILE")" = "$UNIT_SHA256  -" ]
}

# stop_service → FAILURE, WORDS. As long as its TimeoutStopSec= allows; cancelled, it goes on stopping by itself.
stop_service() {
	step stop
	rm -f "$RUN/stopped"
	{
		patiently stop "$UNIT" >"$RUN/output"
		echo $? >"$RUN/stopped"
	} &
	until [ -s "$RUN/stopped" ]; do
		! cancelled || {
			FAILURE=cancelled WORDS="$UNIT goes on stopping; nothing else was touched"
			return 1
		}
		sleep 0.05
	done
	FAILURE=stop WORDS=$(cat "$RUN/output")
	case $(cat "$RUN/stopped") in
	0) ;;
	*) ! is_up "$UNIT" ;;
	esac
}

# clean_directories → FAILURE, WORDS. Those of CLEAN that systemd keeps for the unit outside /opt (StateDirectory= …).
clean_directories() {
	local what cleanable
	step clean
	[ -n "$CLEAN" ] || return 0
	FAILURE=clean
	patiently reset-failed "$UNIT" >/dev/null
	load_unit_again || return 1
	cleanable=$(patiently show -p CanClean --value "$UNIT")
	set --
	for what in $CLEAN; do
		case " $cleanable " in
		*" $what "*) set -- "$@" "--what=$what" ;;
		esac
	done
	[ $# -eq 0 ] || WORDS=$(patiently clean "$@" "$UNIT")
}

# load_unit_again: which directories are the unit's only systemd knows, and it forgets with the unit's file
load_unit_again() {
	local unit=$RELEASES/$STATE_CURRENT/unit
	[ ! -s "$UNIT_FILE" ] || return 0
	if [ -n "$STATE_CURRENT" ] && [ -s "$unit" ]; then
		WORDS=$(mkdir -p "$TRIAL_DIR" 2>&1 && install -m 0644 "$unit" "$TRIAL" 2>&1 && patiently daemon-reload)
	else
		stays "the directories to clean ($CLEAN), which went unnoticed since the unit is gone"
	fi
}

# take_unit_away → FAILURE, WORDS. A link in the place of the unit (a mask) is the administrator's word, and stays.
take_unit_away() {
	drop_every_link
	rm -f "$TRIAL" "$SUSPECT"
	if [ -L "$UNIT_FILE" ]; then
		stays "$UNIT_FILE, a link to $(readlink "$UNIT_FILE")"
	elif unit_is_as_written; then
		rm -f "$UNIT_FILE"
	else
		FAILURE=set-aside WORDS="$UNIT_FILE was changed by hand, and could not be moved to $SET_ASIDE"
		set_aside "$UNIT_FILE" || return 1
	fi
	remove_link "$STATE_DIRECTORY"
	sync "$UNIT_DIR"
}

# forget_unit: somebody's socket or timer may have started it again until its file was gone
forget_unit() {
	patiently daemon-reload >/dev/null
	patiently stop "$UNIT" >/dev/null
	patiently reset-failed "$UNIT" >/dev/null
}

name_what_stays() {
	local dir
	for dir in "$UNIT_DIR" /etc/systemd/system.control "$TRIAL_DIR" /run/systemd/system; do
		[ ! -d "$dir/$UNIT.d" ] || stays "$dir/$UNIT.d, drop-ins"
	done
	[ ! -d "$SET_ASIDE" ] || stays "$SET_ASIDE, what was set aside"
}

# stays WHAT
stays() {
	STAYS="${STAYS:-left on the host, as others made it: }${STAYS:+; }$1"
}
