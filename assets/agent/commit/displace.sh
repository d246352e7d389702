# Of what others put where the service is, this deployment moves away what a refresh had told, and what it has leave to adopt.

# find_displaced → RUN/displaced ("kind path" lines) and a notice of what stays, since nobody has been told of it
find_displaced() {
	local kind path untold=''
	show_drop_ins
	: >"$RUN/displaced"
	foreign_things "${WRITTEN:-$STATE_CURRENT}" >"$RUN/foreign"
	while IFS=$TAB read -r kind path; do
		if is_told "$path" || is_adopted "$kind"; then
			printf '%s\t%s\n' "$kind" "$path" >>"$RUN/displaced"
		elif [ "$kind" != added ] || [ "${WRITTEN:-$STATE_CURRENT}" = "$DIGEST" ]; then
			# Files beside those of a release that is about to be replaced are in nobody's way.
			untold="$untold${untold:+, }$path"
		fi
	done <"$RUN/foreign"
	[ -z "$untold" ] || say "notice code=foreign" \
		"made by hand and left alone, since no refresh has named it: $untold. After \`pulumi refresh\` the next \`pulumi up\` moves it to $SET_ASIDE."
}

# displaced KIND → the paths of that kind
displaced() {
	[ ! -e "$RUN/displaced" ] || sed -n "s|^$1$TAB||p" "$RUN/displaced"
}

# displace KIND: once the unit is renamed
displace() {
	local path
	displaced "$1" >"$RUN/displacing"
	while IFS= read -r path; do
		set_aside "$path" && name_displaced "$path" "$ASIDE" || say "notice code=foreign" "$path could not be moved to $SET_ASIDE and stays; the disk may be full"
		rmdir "${path%/*}" 2>/dev/null
	done <"$RUN/displacing"
}

# displace_foreign: what the release that is committed now has to be without. A mask in /etc the rename has replaced.
displace_foreign() {
	local path
	show_drop_ins
	displace drop-in
	displace added
	displaced mask | while IFS= read -r path; do
		! is_mask "$path" || rm -f "$path"
	done
}
