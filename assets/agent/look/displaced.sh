# Of what others put where the service is, this deployment moves away what a refresh had told, and what it has leave to adopt.

# find_displaced → WORK/displaced ("kind path" lines) and a notice of what stays, since nobody has been told of it
find_displaced() {
	local kind path untold=''
	: >"$WORK/displaced"
	foreign_things "${WRITTEN:-$STATE_CURRENT}" >"$WORK/foreign"
	while IFS=$TAB read -r kind path; do
		if is_told "$path" || is_adopted "$kind"; then
			printf '%s\t%s\n' "$kind" "$path" >>"$WORK/displaced"
		elif [ "$kind" != added ] || [ "${WRITTEN:-$STATE_CURRENT}" = "$DIGEST" ]; then
			# Files beside those of a release that is about to be replaced are in nobody's way.
			untold="$untold${untold:+, }$path"
		fi
	done <"$WORK/foreign"
	[ -z "$untold" ] || say "notice code=foreign" \
		"made by hand and left alone, since no refresh has named it: $untold. After \`pulumi refresh\` the next \`pulumi up\` moves it to $SET_ASIDE."
}

# displaced KIND → the paths of that kind
displaced() {
	[ ! -s "$WORK/displaced" ] || sed -n "s|^$1$TAB||p" "$WORK/displaced"
}
