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

# check_directory: DIRECTORY is free, or our link into the releases
check_directory() {
	local target
	[ -n "$DIRECTORY" ] || return 0
	if [ -L "$DIRECTORY" ]; then
		target=$(readlink "$DIRECTORY")
		case $target in
		"$RELEASES"/*) ;;
		*) occupied "$DIRECTORY" "is a link to $target" ;;
		esac
	elif [ -e "$DIRECTORY" ]; then
		occupied "$DIRECTORY" "was made by hand"
	elif [ ! -d "${DIRECTORY%/*}/" ]; then
		finding parent-missing "${DIRECTORY%/*} does not exist, so $DIRECTORY cannot be made: mkdir -p ${DIRECTORY%/*}"
	fi
}

# occupied PATH WHY
occupied() {
	finding directory-occupied "$1 $2; to let a deployment have its place: mv $1 $1.by-hand" "path=${1%% *}"
}

# check_unit_file LOADED_FRAGMENT: the name of the unit is free, or ours
check_unit_file() {
	local target shipped
	if [ -L "$UNIT_FILE" ]; then
		target=$(readlink "$UNIT_FILE")
		if [ "$target" = /dev/null ]; then
			finding masked "$UNIT is masked: systemctl unmask $UNIT"
		else
			finding unit-linked "$UNIT_FILE is a link to $target; remove the link first: systemctl disable $UNIT"
		fi
	elif [ -e "$UNIT_FILE" ] && [ -z "$STATE_OWNER" ]; then
		foreign "$UNIT_FILE"
	elif [ -L "/run/systemd/system/$UNIT" ] && [ "$(readlink "/run/systemd/system/$UNIT")" = /dev/null ]; then
		finding masked "$UNIT is masked until the next boot: systemctl unmask --runtime $UNIT"
	else
		for shipped in /usr/lib/systemd/system /lib/systemd/system /usr/local/lib/systemd/system /run/systemd/system; do
			[ -e "$shipped/$UNIT" ] || continue
			foreign "$shipped/$UNIT"
			return
		done
		case $1 in
		'' | "$UNIT_FILE" | "$TRIAL" | /dev/null) ;;
		*) foreign "$1" ;;
		esac
	fi
}

# foreign PATH
foreign() {
	case $1 in
	"$UNIT_DIR"/*)
		finding unit-foreign "$1 was made by hand; to let a deployment have its place: systemctl disable --now $UNIT; mv $1 $1.by-hand" "path=$1"
		;;
	*)
		finding unit-foreign "$1 comes with this system (a package or a generator); give the service another name" "path=$1"
		;;
	esac
}
