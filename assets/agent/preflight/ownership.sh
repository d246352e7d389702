# Whose the unit, its directories and its link are. What others made is taken over only by leave (ADOPT), and only until a
# first deployment is through; what belongs to this system or to another deployment never is.

# check_service_dir: what an earlier deployment had set aside may be there, and nothing else
check_service_dir() {
	local entry
	[ -z "$STATE_OWNER" ] || return 0
	[ -e "$SERVICE_DIR" ] || [ -L "$SERVICE_DIR" ] || return 0
	if [ -d "$SERVICE_DIR" ] && [ ! -L "$SERVICE_DIR" ]; then
		for entry in "$SERVICE_DIR"/* "$SERVICE_DIR"/.[!.]*; do
			[ -e "$entry" ] || [ -L "$entry" ] || continue
			[ "$entry" != "$SET_ASIDE" ] || continue
			occupied "$SERVICE_DIR" "exists already and was not made by a deployment"
			return
		done
	else
		occupied "$SERVICE_DIR" "is not a directory"
	fi
}

# check_directory: DIRECTORY is free, our link into the releases, or may be taken over
check_directory() {
	local target
	[ -n "$DIRECTORY" ] || return 0
	case $DIRECTORY/ in
	"$SERVICE_DIR"/*)
		finding directory-occupied "$DIRECTORY is where the releases are kept; choose another \`directory\`" "path=$DIRECTORY"
		return
		;;
	esac
	if [ -L "$DIRECTORY" ]; then
		target=$(readlink "$DIRECTORY")
		case $target in
		"$RELEASES"/*) ;;
		*) by_hand directory-occupied "$DIRECTORY" "is a link to $target" "mv $DIRECTORY $DIRECTORY.by-hand" ;;
		esac
	elif belongs_to_system "$DIRECTORY"; then
		finding directory-occupied "$DIRECTORY $REASON; choose another \`directory\`" "path=$DIRECTORY"
	elif [ -e "$DIRECTORY" ]; then
		by_hand directory-occupied "$DIRECTORY" "was made by hand" "mv $DIRECTORY $DIRECTORY.by-hand"
	elif [ ! -d "${DIRECTORY%/*}/" ]; then
		finding parent-missing "${DIRECTORY%/*} does not exist, so $DIRECTORY cannot be made: mkdir -p ${DIRECTORY%/*}"
	fi
}

# belongs_to_system PATH → REASON, when more than one application hangs on it, or it cannot be renamed (hier(7))
belongs_to_system() {
	REASON=''
	case $1 in
	/usr/local/bin | /usr/local/etc | /usr/local/games | /usr/local/include | /usr/local/lib | /usr/local/libexec | \
		/usr/local/man | /usr/local/sbin | /usr/local/share | /usr/local/src) REASON="is a directory of this system" ;;
	/*/*/*) ;;
	/opt/* | /srv/*) ;;
	*) REASON="is a directory of this system" ;;
	esac
	if [ -n "$REASON" ]; then
		[ -e "$1" ]
	elif getent passwd | cut -d: -f6 | grep -qxF -e "$1"; then
		REASON="is a user's home directory"
	elif cut -d' ' -f5 /proc/self/mountinfo | grep -qxF -e "$1"; then
		REASON="is a mount point"
	else
		return 1
	fi
}

# occupied PATH WHY: `adopt` or not
occupied() {
	finding directory-occupied "$1 $2; to let a deployment have its place: \`mv $1 $1.by-hand\`" "path=${1%% *}"
}

# check_unit_file LOADED_FRAGMENT: the name of the unit is free, ours, or may be taken over
check_unit_file() {
	local target
	if is_mask "$UNIT_FILE"; then
		is_told "$UNIT_FILE" || finding masked "$UNIT is masked: systemctl unmask $UNIT"
	elif [ ! -e "$UNIT_FILE" ] && is_mask "/run/systemd/system/$UNIT"; then
		is_told "/run/systemd/system/$UNIT" ||
			finding masked "$UNIT is masked until the next boot: systemctl unmask --runtime $UNIT"
	elif is_shipped "$1"; then
		finding unit-foreign "$UNIT comes with this system, as $REASON; give the service another name" "path=$REASON"
	elif [ -L "$UNIT_FILE" ]; then
		target=$(readlink "$UNIT_FILE")
		if [ "${target##*/}" = "$UNIT" ]; then
			by_hand unit-linked "$UNIT_FILE" "is a link to $target" "systemctl disable --now $UNIT"
		else
			finding unit-foreign "$UNIT_FILE makes $UNIT another name of ${target##*/}; give the service a name of its own" \
				"path=$UNIT_FILE"
		fi
	elif [ -d "$UNIT_FILE" ]; then
		finding unit-foreign "$UNIT_FILE is a directory, where a unit file belongs: \`mv $UNIT_FILE $UNIT_FILE.by-hand\`" \
			"path=$UNIT_FILE"
	elif [ -e "$UNIT_FILE" ] && { [ -z "$STATE_OWNER" ] || nothing_committed; }; then
		if [ -s "$UNIT_FILE" ]; then
			by_hand unit-foreign "$UNIT_FILE" "was made by hand" "systemctl disable --now $UNIT; mv $UNIT_FILE $UNIT_FILE.by-hand"
		elif [ -z "$STATE_OWNER" ]; then
			finding masked "$UNIT_FILE is empty, which systemd takes for a mask: rm $UNIT_FILE"
		fi
	fi
}

# is_shipped LOADED_FRAGMENT → REASON, the file that brings the unit: of a package, a generator or a template
is_shipped() {
	local place
	for place in /usr/lib/systemd/system /lib/systemd/system /usr/local/lib/systemd/system /run/systemd/system; do
		REASON=$place/$UNIT
		[ ! -e "$REASON" ] || is_mask "$REASON" || return 0
	done
	REASON=$1
	case $1 in
	'' | "$UNIT_FILE" | "$TRIAL" | /dev/null) return 1 ;;
	*) [ ! "$1" -ef "$UNIT_FILE" ] ;;
	esac
}

# by_hand LATER_CODE PATH WHAT COMMAND: no finding where it may be taken over
by_hand() {
	local code=$1 way="to make room for the deployment: \`$4\`"
	if is_told "$2"; then
		return
	elif [ -n "$STATE_CURRENT" ]; then
		[ -z "$ADOPT" ] || way="(\`adopt\` is for the first deployment only); $way"
	elif [ -n "$ADOPT" ]; then
		return
	else
		code=made-by-hand way="set \`adopt: true\` to have it taken over, or make room for the deployment: \`$4\`"
	fi
	finding "$code" "$2 $3; $way" "path=${2%% *}"
}
