# What others put where the service is: read here, never changed. A refresh tells it, and what was told then the next `up`
# moves away, for the request names it (DISPLACE). What nobody has been told of stays, and is spoken of.

# Its drop-ins outrank all others (systemd.unit(5)); `systemctl set-property` writes there.
CONTROL_DIR=/etc/systemd/system.control
# What a reboot forgets; drop-ins that a trial hides are links into it.
HIDDEN=$RUN_DIR/hidden

# foreign_things DIGEST → "kind path" lines, tab-separated. DIGEST is the release whose files are looked at.
foreign_things() {
	local release=$RELEASES/$1
	drop_ins
	[ -z "$1" ] || [ ! -e "$release/complete" ] ||
		added_files "$release/app" "$release/manifest" | PREFIX=added$TAB$release/app/ awk '{ print ENVIRON["PREFIX"] $0 }'
	masks
	! directory_is_foreign || printf 'directory\t%s\n' "$DIRECTORY"
}

# drop_ins → "drop-in path" lines: for this unit alone. Those for all services, of packages and of generators are the host's.
drop_ins() {
	local dir file
	for dir in "$CONTROL_DIR" "$TRIAL_DIR" "$UNIT_DIR" /run/systemd/system; do
		for file in "$dir/$UNIT.d"/*.conf; do
			if [ -e "$file" ] || [ -L "$file" ]; then
				is_hider "$file" || printf 'drop-in\t%s\n' "$file"
			fi
		done
	done
}

# is_hider PATH: a link of ours, by which a drop-in is without effect
is_hider() {
	[ -L "$1" ] || return 1
	case $(readlink "$1") in
	"$HIDDEN"/*) ;;
	*) return 1 ;;
	esac
}

# added_files TREE MANIFEST → paths below TREE that the manifest doesn't lead to, a directory for all that it holds.
# Bytecode is Python's own doing.
added_files() {
	(cd "$1" 2>/dev/null && find . -name __pycache__ -prune -o ! -name '*.pyc' -print) |
		awk -F "$TAB" '
			FILENAME == ARGV[1] {
				for (path = $4; !(path in known); sub(/\/[^\/]*$/, "", path)) known[path]
				next
			}
			!/^\.\// || substr($0, 3) in known { next }
			within != "" && index($0, within "/") == 1 { next }
			{ within = $0; print substr($0, 3) }' "$2" - | sort
}

# masks → "mask path" lines: those that are in force. systemctl makes none over a unit file that is there, but a link does, or an earlier `rm`.
masks() {
	local file
	for file in "$TRIAL" "$UNIT_FILE" "/run/systemd/system/$UNIT"; do
		if is_mask "$file"; then
			printf 'mask\t%s\n' "$file"
		elif [ -e "$file" ]; then
			return
		fi
	done
}

is_mask() {
	[ -L "$1" ] && [ "$(readlink "$1")" = /dev/null ]
}

directory_is_foreign() {
	[ -n "$DIRECTORY" ] || return 1
	if [ ! -L "$DIRECTORY" ]; then
		[ -e "$DIRECTORY" ]
		return
	fi
	case $(readlink "$DIRECTORY") in
	"$RELEASES"/*) return 1 ;;
	esac
}

# is_told PATH: a refresh has named it, so it may be moved
is_told() {
	case $NL$DISPLACE$NL in
	*"$NL$1$NL"*) ;;
	*) return 1 ;;
	esac
}
