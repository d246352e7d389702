# A release that runs already, under another name. That of a version of secrets is drawn, so the same program that comes again
# since the answer to its deployment was lost brings another one, and with it another name for the same release.

# is_twin → true when the release that /etc speaks of differs from the wanted one by such names alone, and is as it was deployed
is_twin() {
	local twin=$RELEASES/$WRITTEN theirs ours
	[ -n "$WRITTEN" ] && [ "$WRITTEN" != "$DIGEST" ] || return 1
	theirs=$(credentials_of "$twin/unit")
	[ -n "$theirs" ] || return 1
	ours=$(credentials_of "$WORK/unit")
	[ -n "$ours" ] && [ "$theirs" != "$ours" ] || return 1
	cmp -s "$twin/manifest" "$WORK/manifest" &&
		[ "$(nameless "$twin/unit" "$WRITTEN" "${theirs##*/}")" = "$(nameless "$WORK/unit" "$DIGEST" "${ours##*/}")" ] &&
		holds_same_secrets "$theirs" && has_same_environment "$twin" && [ "$(release_condition "$WRITTEN")" = ok ]
}

# nameless UNIT_TEXT_FILE DIGEST ID → prints it without the names of its release and of its secrets' version
nameless() {
	sed "s|/releases/$2/|/releases/|g; s|/credentials/$3/|/credentials/|g" "$1"
}

# any_names UNIT_TEXT_FILE → prints it, whatever its release and its secrets are called
any_names() {
	sed 's:/\(releases\|credentials\)/[0-9a-f]*/:/\1/:g' "$1"
}

# same_but_for_names UNIT_TEXT_FILE UNIT_TEXT_FILE
same_but_for_names() {
	[ "$(any_names "$1")" = "$(any_names "$2")" ]
}

# holds_same_secrets DIRECTORY: as those that were sent, or are laid out by now
holds_same_secrets() {
	local path now
	credential_files "$WORK/unit" >"$WORK/loaded"
	while IFS= read -r path; do
		now=$WORK/secrets/${path##*/}
		[ -e "$now" ] || now=$path
		cmp -s "$now" "$1/${path##*/}" || return 1
	done <"$WORK/loaded"
}

# has_same_environment RELEASE
has_same_environment() {
	[ -z "$PYTHON" ] || [ "$(readlink "$1/runtime")" = "../../runtimes/$(environment_name)" ]
}
