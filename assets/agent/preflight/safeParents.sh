# Nobody but root may be able to put something in the way: whoever can write to a parent can swap what is below it.

# parents_of PATH → prints / and every directory above PATH, both as it is written and as links resolve
parents_of() {
	local path=${1%/*} real
	echo /
	while [ -n "$path" ]; do
		echo "$path"
		path=${path%/*}
	done
	path=${1%/*}
	while [ -n "$path" ] && [ ! -d "$path" ]; do path=${path%/*}; done
	[ -n "$path" ] || return 0
	real=$(cd -P -- "$path" && pwd -P)
	[ "$real" = "$path" ] || parents_of "$real/x"
}

# check_parents PATH…: findings for parents that others than root own or may write to
check_parents() {
	local path owner mode name
	for path; do parents_of "$path"; done | sort -u >"$WORK/parents"
	set --
	while IFS= read -r path; do
		[ ! -d "$path" ] || set -- "$@" "$path"
	done <"$WORK/parents"
	stat -L -c '%u %a %n' "$@" >"$WORK/parents.stat"
	while IFS=' ' read -r owner mode name; do
		if [ "$owner" != 0 ]; then
			finding parent-unsafe "$name is owned by uid $owner, who could swap what is below it: chown root $name"
		elif others_may_write "$mode" && is_sticky "$mode"; then
			finding parent-unsafe "$name is for everybody (mode $mode), so others than root could put something in the way: choose another directory"
		elif others_may_write "$mode"; then
			finding parent-unsafe "$name has mode $mode, so others than root could swap what is below it: chmod go-w $name"
		fi
	done <"$WORK/parents.stat"
}

# others_may_write MODE: the mode's last two digits are group's and others' bits, 2 is to write
others_may_write() {
	case $1 in
	*[2367] | *[2367]?) return 0 ;;
	*) return 1 ;;
	esac
}

# is_sticky MODE: of four digits, as /tmp has it
is_sticky() {
	case $1 in
	[1357]???) return 0 ;;
	*) return 1 ;;
	esac
}

# check_service_tree: what we laid below SERVICE_DIR has to have stayed root's alone, since root runs and trusts it. Files of a
# release are put right by stage.sh; what else a service keeps beside them, and what was set aside, is not ours.
check_service_tree() {
	local path count
	[ -d "$SERVICE_DIR" ] || return 0
	# Of what vanishes meanwhile, with the transaction before this one, find knows nothing, and so `! -user 0` would be true.
	find "$SERVICE_DIR/" -xdev \( -path "$RELEASES/*/app/*" -o -path "$SET_ASIDE/*" \) -prune -o \
		! -type l \( -uid +0 -o -perm -020 -o -perm -002 \) -print >"$WORK/unsafe"
	read -r path <"$WORK/unsafe" || return 0
	count=$(wc -l <"$WORK/unsafe")
	[ "$count" -eq 1 ] || path="$path and $((count - 1)) more"
	finding parent-unsafe "others than root may change $path, which root trusts: chown -R root:root $SERVICE_DIR; chmod -R go-w $SERVICE_DIR"
}
