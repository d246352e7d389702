# The links that [Install] asks for. `systemctl enable` would aim them at the trial, so it works on a root of its own, and
# what it makes there is laid out in /etc.

# links_of UNIT_TEXT_FILE → prints the links below UNIT_DIR that `systemctl enable` makes for it, one relative path a line
links_of() {
	local root=$RUN/install link
	rm -rf "$root"
	mkdir -p "$root$UNIT_DIR"
	cp "$1" "$root$UNIT_DIR/$UNIT"
	systemctl --root="$root" --quiet enable "$UNIT" 2>/dev/null
	for link in "$root$UNIT_DIR"/* "$root$UNIT_DIR"/*/*; do
		[ ! -L "$link" ] || echo "${link#"$root$UNIT_DIR/"}"
	done
}

# lay_install_links: those of the new unit → LAID when there were any to lay. A link to a unit that isn't there yet harms
# nobody.
lay_install_links() {
	local link
	LAID=''
	wanted_links
	while IFS= read -r link; do
		[ ! "$UNIT_DIR/$link" -ef "$UNIT_FILE" ] && [ ! "$UNIT_DIR/$link" -ef "$TRIAL" ] || continue
		case $link in
		*/*) ;;
		# An alias may be a unit of its own already; what a target wants is named by the link, wherever that leads.
		*) [ ! -e "$UNIT_DIR/$link" ] || return 1 ;;
		esac
		[ -L "$UNIT_DIR/$link" ] || echo "$link" >>"$RUN/laid"
		point install-noted
		link=$UNIT_DIR/$link
		mkdir -p "${link%/*}" && point install-directory && ln -sfn "$UNIT_FILE" "$link" && point install-link || return 1
		LAID=1
	done <"$RUN/links"
}

# install_state → prints what `systemctl is-enabled` will say
install_state() {
	if [ -s "$RUN/links" ]; then echo enabled; else echo static; fi
}

# drop_stale_install_links: those that another unit asked for and the one in place does not. Of the one that was replaced; and
# after a power cut of the one made by hand and of every other release, for it may have come before theirs were dropped.
drop_stale_install_links() {
	local unit
	: >"$RUN/links.old"
	set -- "$RUN/unit.read" "$RUN/unit.kept"
	[ ! -e "$RUN/cut-short" ] || set -- "$@" "$RELEASES"/*/unit
	for unit in "$@"; do
		[ -f "$unit" ] && ! cmp -s "$unit" "$RUN/unit" && ! differs_by_names_alone "$unit" || continue
		links_of "$unit" >>"$RUN/links.old"
	done
	[ -s "$RUN/links.old" ] || return 0
	wanted_links
	drop_links "$RUN/links.old" "$RUN/links"
}

# differs_by_names_alone UNIT_TEXT_FILE: of its release and its secrets, so it asked for the links that are wanted now
differs_by_names_alone() {
	[ -n "$ENABLE" ] && same_but_for_names "$1" "$RUN/unit"
}

# wanted_links → RUN/links
wanted_links() {
	: >"$RUN/links"
	[ -z "$ENABLE" ] || links_of "$RUN/unit" >"$RUN/links"
}

# take_back_install_links: those that were laid for a commit that did not come to pass
take_back_install_links() {
	[ -e "$RUN/laid" ] || return 0
	: >"$RUN/links.old"
	drop_links "$RUN/laid" "$RUN/links.old"
}

# drop_every_link: whoever made it, as `systemctl disable` does, since it would lead nowhere
drop_every_link() {
	local link
	for link in "$UNIT_DIR"/* "$UNIT_DIR"/*/*; do
		[ -L "$link" ] || continue
		case $(readlink "$link") in
		"$UNIT_FILE" | "$UNIT" | "../$UNIT") ;;
		*) continue ;;
		esac
		drop_link "$link"
	done
}

# drop_links LIST KEPT_LIST
drop_links() {
	local link
	while IFS= read -r link; do
		grep -qxF -e "$link" "$2" || ! is_link_to_unit "$link" || drop_link "$UNIT_DIR/$link"
	done <"$1"
}

# is_link_to_unit LINK: what had been an alias may be another unit by now
is_link_to_unit() {
	local path=$UNIT_DIR/$1
	[ -L "$path" ] || return 1
	case $1 in
	*/*) ;;
	*) [ "$path" -ef "$UNIT_FILE" ] || [ "$(readlink "$path")" = "$UNIT_FILE" ] ;;
	esac
}

# drop_link PATH: a directory of a target's wishes goes with the last of them, as with `systemctl disable`
drop_link() {
	rm -f "$1"
	[ "${1%/*}" = "$UNIT_DIR" ] || rmdir --ignore-fail-on-non-empty "${1%/*}" 2>/dev/null
}
