# Drop-ins that this deployment displaces. The release on trial must run without them, and the old one, should it be needed
# again, with them: so they are only hidden until the commit, by means that a reboot undoes.

# hide_drop_ins: those of RUN/displaced
hide_drop_ins() {
	displaced drop-in >"$RUN/drop-ins"
	[ -s "$RUN/drop-ins" ] || return 0
	mkdir -p "$HIDDEN" "$TRIAL_DIR/$UNIT.d" && : >"$HIDDEN/nothing" && hide_control &&
		while IFS= read -r file; do
			hide_drop_in "$file" || return 1
		done <"$RUN/drop-ins"
}

# hide_drop_in PATH
hide_drop_in() {
	local link=$TRIAL_DIR/$UNIT.d/${1##*/}
	case $1 in
	"$CONTROL_DIR"/*) ;;
	"$TRIAL_DIR"/*) mv -T "$1" "$HIDDEN/${1##*/}" ;;
	*)
		# One that stays may hide it already.
		[ -e "$link" ] || [ -L "$link" ] || ln -s "$HIDDEN/nothing" "$link"
		;;
	esac
}

# hide_control: nothing outranks what lies there, so the directory shows what stays of it and nothing else
hide_control() {
	local file
	grep -q "^$CONTROL_DIR/" "$RUN/drop-ins" || return 0
	mkdir -p "$HIDDEN/control" || return 1
	for file in "$CONTROL_DIR/$UNIT.d"/*; do
		grep -qxF -e "$file" "$RUN/drop-ins" || cp -a "$file" "$HIDDEN/control/" || return 1
	done
	mount --bind "$HIDDEN/control" "$CONTROL_DIR/$UNIT.d"
}

# show_drop_ins: all that was hidden, by whichever transaction
show_drop_ins() {
	local file
	[ -d "$HIDDEN" ] || return 0
	while umount "$CONTROL_DIR/$UNIT.d" 2>/dev/null; do :; done
	for file in "$TRIAL_DIR/$UNIT.d"/*.conf; do
		! is_hider "$file" || rm -f "$file"
	done
	for file in "$HIDDEN"/*.conf; do
		if [ -e "$file" ] || [ -L "$file" ]; then mv -T "$file" "$TRIAL_DIR/$UNIT.d/${file##*/}"; fi
	done
	rm -rf "$HIDDEN"
	rmdir "$TRIAL_DIR/$UNIT.d" 2>/dev/null || :
}
