# The verb `status`. Exit codes are systemctl's own: 0 active, 3 not active, 4 unknown. Works without root as far as it may
# look, and says where it may not.

show_status() {
	read_state
	written_release
	look_at_service
	scratch
	echo "$UNIT is $(activity)$(since_when)"
	echo
	tell_release
	line "process" "$(process)"
	tell_says
	tell_unit
	tell_files
	tell_secrets
	tell_link
	line "managed by" "$(manager)"
	tell_transaction
	line "last" "$(last_transaction)"
	case $ACTIVE in
	active | reloading) exit 0 ;;
	'') exit 4 ;;
	*) exit 3 ;;
	esac
}

# line LABEL TEXT: nothing for no text
line() {
	[ -z "$2" ] || printf '  %-12s%s\n' "$1" "$2"
}

# scratch → WORK, which goes with the command; empty where nothing can be written, as on a full disk
scratch() {
	WORK=$(mktemp -d "$RUN_ROOT.XXXXXXXX" 2>/dev/null) || WORK=$(mktemp -d 2>/dev/null) || WORK=''
	[ -z "$WORK" ] || trap 'rm -rf "$WORK"' EXIT
}

tell_release() {
	if [ -e "$TRIAL" ]; then
		line release "one on trial, never committed; a reboot boots $(short "${STATE_CURRENT:-nothing}")"
	elif [ -n "$WRITTEN" ]; then
		line release "$(short "$WRITTEN"), $(placed)"
	else
		line release "none: $UNIT_FILE is of no release here; the last one deployed is $(short "${STATE_CURRENT:-none}")"
	fi
	[ -z "$STATE_PREVIOUS" ] || line "before it" "$(short "$STATE_PREVIOUS")$(gone_from_disk "$STATE_PREVIOUS")"
}

# placed → prints who put the release there, and when
placed() {
	if [ "$WRITTEN" != "$STATE_CURRENT" ]; then
		printf 'which the state does not know yet: a deployment was cut short'
	elif [ -n "$STATE_BY_HAND" ]; then
		printf 'put back by hand by %s on %s' "$(printable "$STATE_BY_HAND")" "$(moment "$STATE_SINCE")"
	else
		printf 'deployed by Pulumi on %s' "$(moment "$STATE_SINCE")"
	fi
}

gone_from_disk() {
	is_target "$1" || printf ' (no longer on disk)'
}

tell_says() {
	local VALUE
	property StatusText
	line "it says" "$(printable "$VALUE")"
}

tell_unit() {
	local VALUE state='as deployed'
	if [ ! -e "$UNIT_FILE" ]; then
		state="$UNIT_FILE is gone"
	elif [ -z "$WRITTEN" ]; then
		state="$UNIT_FILE was changed by hand"
	fi
	property UnitFileState
	[ -z "$VALUE" ] || state="$state, $VALUE at boot"
	property DropInPaths
	[ -z "$VALUE" ] || state="$state, changed by drop-ins: $VALUE"
	property NeedDaemonReload
	[ "$VALUE" != yes ] || state="$state; systemd has not read the latest files (systemctl daemon-reload)"
	line unit "$state"
}

tell_files() {
	local condition
	[ -n "$WRITTEN" ] || return 0
	if [ -z "$WORK" ]; then
		line files "not looked at: there is no room for a temporary file"
		return
	fi
	condition=$(release_condition "$WRITTEN")
	case $condition in
	ok) line files "as deployed" ;;
	missing) line files "gone" ;;
	*)
		condition="changed by hand: $condition"
		[ "$(id -u)" = 0 ] || condition="$condition (or only root may read them)"
		line files "$condition"
		;;
	esac
}

tell_secrets() {
	local condition
	condition=$(credentials_condition "$WRITTEN")
	[ "$(id -u)" = 0 ] || condition=${condition:+unseen}
	case $condition in
	'') ;;
	ok) line secrets "as deployed" ;;
	missing) line secrets "gone" ;;
	unseen) line secrets "for root alone to look at" ;;
	*) line secrets "changed by hand: $condition" ;;
	esac
}

tell_link() {
	local target
	[ -n "$STATE_DIRECTORY" ] || return 0
	if [ ! -L "$STATE_DIRECTORY" ]; then
		line link "$STATE_DIRECTORY is gone or no link any more"
		return
	fi
	target=$(readlink "$STATE_DIRECTORY")
	if [ "$target" = "$RELEASES/$WRITTEN/app" ]; then
		line link "$STATE_DIRECTORY leads to its files"
	else
		line link "$STATE_DIRECTORY leads to $target"
	fi
}

manager() {
	[ -n "$STATE_URN" ] || {
		printf 'nobody: %s is missing or empty' "$STATE"
		return
	}
	printf '%s, resource %s' "$(asker "$STATE_URN")" "${STATE_URN##*::}"
}

# tell_transaction: the lock is a unit, which anybody may ask for; who holds it is for root to read
tell_transaction() {
	case $(systemctl show -p ActiveState --value "$LOCK" 2>/dev/null) in
	inactive | failed) line "under way" nothing ;;
	'') line "under way" "unknown: systemd does not answer" ;;
	*)
		if [ -r "$HOLDER" ]; then
			lock_holder
			line "under way" "$LOCK_HOLDER, for ${LOCK_AGE_S}s"
		else
			line "under way" "a transaction; whose it is only root can see"
		fi
		;;
	esac
}
