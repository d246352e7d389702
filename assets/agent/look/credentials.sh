# The secrets of a release: a directory of root's alone for each version of them, which the unit names. `.complete` in it tells
# how its files were made, but nothing of what is in them: not even a hash leaves this host, since it could be guessed at.

# credential_files UNIT_TEXT_FILE → prints where the unit has its secrets from, one path a line
credential_files() {
	CREDENTIALS=$CREDENTIALS/ awk '
		/^LoadCredential=/ {
			path = substr($0, index($0, ":") + 1)
			if (index(path, ENVIRON["CREDENTIALS"]) == 1) print path
		}' "$1" 2>/dev/null
}

# credentials_of UNIT_TEXT_FILE → prints their directory, or nothing
credentials_of() {
	local first
	first=$(credential_files "$1")
	first=${first%%"$NL"*}
	printf '%s' "${first%/*}"
}

# credentials_listing DIRECTORY → "mode:uid:gid size time name" lines, the directory's own among them
credentials_listing() {
	(cd "$1" && stat -c '%f:%u:%g - - the directory itself' . && stat -c '%f:%u:%g %s %Y %n' -- *) 2>/dev/null | sort -k 4
}

# credentials_condition DIGEST → prints ok, missing, the first few that are other than they were made, or nothing where the
# release has no secrets
credentials_condition() {
	local dir
	dir=$(credentials_of "$RELEASES/$1/unit")
	[ -n "$dir" ] || return 0
	if [ ! -e "$dir/.complete" ]; then
		echo missing
	else
		# What others put beside them is in nobody's way.
		credentials_listing "$dir" | differences "$dir/.complete" | grep -v '^added' | in_words
	fi
}
