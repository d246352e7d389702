# Of what others put where the service is, what this deployment moves away goes with its commit (look/displaced.sh).

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
	point shown
	displace drop-in
	displace added
	displaced mask | while IFS= read -r path; do
		! is_mask "$path" || rm -f "$path"
		point unmasked
	done
}
