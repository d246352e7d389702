# The release's secrets on disk. What a version's name stands for never changes, since systemd reads the files whenever it
# starts the service: also when it restarts the release before this one by itself.

# lay_credentials: from the request, where they are no longer than they must be. A rollback by hand has none, and needs none.
lay_credentials() {
	local dir
	dir=$(credentials_of "$RUN/unit")
	[ -n "$dir" ] && [ -d "$RUN/secrets" ] || return 0
	[ -d "$CREDENTIALS" ] || mkdir -m 0700 "$CREDENTIALS" || cannot_lay_credentials
	if [ -d "$dir" ] && [ ! -L "$dir" ]; then
		mend_credentials "$dir"
	else
		make_credentials "$dir"
	fi
	rm -rf "$RUN/secrets"
}

cannot_lay_credentials() {
	fail stage-damaged "cannot write $CREDENTIALS"
}

# make_credentials DIRECTORY: whole or not at all
make_credentials() {
	local new=$INCOMING/credentials
	rm -rf "$new" "$1"
	mkdir -m 0700 "$new" && install -o 0 -g 0 -m 0600 -t "$new" "$RUN/secrets"/* && list_credentials "$new" && sync "$new"/* "$new" &&
		point secrets-written && mv -T "$new" "$1" && sync "$CREDENTIALS" || cannot_lay_credentials
	point secrets
}

# list_credentials DIRECTORY
list_credentials() {
	credentials_listing "$1" >"$INCOMING/listing" && install -m 0600 "$INCOMING/listing" "$1/.new" &&
		sync "$1/.new" && mv -fT "$1/.new" "$1/.complete"
}

# mend_credentials DIRECTORY: each file by one rename. Another content in a file may be what the process was started with.
mend_credentials() {
	local secret path mended=''
	is_private "$1" 700 || {
		chown 0:0 "$1" && chmod 00700 "$1" && mended=1 || cannot_lay_credentials
	}
	[ -z "$(other_secrets "$1")" ] || suspect_process
	for secret in "$RUN/secrets"/*; do
		path=$1/${secret##*/}
		! is_private "$path" 600 || ! cmp -s "$secret" "$path" || continue
		[ ! -d "$path" ] || [ -L "$path" ] || rm -rf "$path"
		install -o 0 -g 0 -m 0600 "$secret" "$1/.new" && sync "$1/.new" && mv -fT "$1/.new" "$path" && mended=1 || cannot_lay_credentials
	done
	[ -z "$mended" ] && [ -e "$1/.complete" ] && [ "$(credentials_listing "$1")" = "$(cat "$1/.complete")" ] ||
		list_credentials "$1" || cannot_lay_credentials
}

# is_private PATH MODE: a file or directory, root's and of that mode
is_private() {
	[ ! -L "$1" ] && [ "$(stat -c '%a %u:%g' "$1" 2>/dev/null)" = "$2 0:0" ]
}
