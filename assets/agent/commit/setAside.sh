# What somebody else put where the service goes is moved out of the way and never deleted:
# /opt/<NAME>/set-aside/<UTC time>-<TX>/<its absolute path>, for root alone to read.

# set_aside PATH → ASIDE, where it is now (empty: there was nothing). Fails, with PATH in place, when it cannot be moved.
# Nothing in set-aside is ever overwritten: of a move between file systems that was killed, it may hold the only whole copy.
set_aside() {
	local place number=1
	ASIDE=''
	[ -e "$1" ] || [ -L "$1" ] || return 0
	make_set_aside_dir || return 1
	place=$SET_ASIDE_NOW$1
	while [ -e "$place" ] || [ -L "$place" ]; do
		number=$((number + 1))
		place=$SET_ASIDE_NOW$1.$number
	done
	(umask 077 && mkdir -p "${place%/*}") && point aside-room && mv -T "$1" "$place" && sync "${place%/*}" "${1%/*}" &&
		point aside || return 1
	ASIDE=$place
	say aside "$1 is now $ASIDE"
}

# make_set_aside_dir → SET_ASIDE_NOW, one for all that this transaction displaces, its recovery included
make_set_aside_dir() {
	local place
	for place in "$SET_ASIDE"/*-"$TX"; do
		[ ! -d "$place" ] || {
			SET_ASIDE_NOW=$place
			return
		}
	done
	SET_ASIDE_NOW=$SET_ASIDE/$(date -u +%Y-%m-%dT%H:%M:%SZ)-$TX
	mkdir -p "$SERVICE_DIR" && (umask 077 && mkdir -p "$SET_ASIDE_NOW")
}

# clear_service_dir: nothing of ours stays below /opt; what was set aside is not ours
clear_service_dir() {
	local entry
	for entry in "$SERVICE_DIR"/* "$SERVICE_DIR"/.[!.]*; do
		[ "$entry" = "$SET_ASIDE" ] || rm -rf "$entry"
	done
	[ ! -d "$SERVICE_DIR" ] || rmdir --ignore-fail-on-non-empty "$SET_ASIDE" "$SERVICE_DIR" 2>/dev/null || :
}
