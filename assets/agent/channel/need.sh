# Which contents this host lacks. A file that any complete release holds, and still holds intact, is not sent again.

# find_sources → $WORK/sources ("sha256 path" of contents at hand) and NEED (numbers of the manifest's lines, comma-separated)
find_sources() {
	local release
	set --
	for release in "$RELEASE" "$RELEASES"/*; do
		[ ! -e "$release/complete" ] || set -- "$@" "$release/manifest"
	done
	find_astray "$@"
	set --
	for release in "$RELEASE" "$RELEASES"/*; do
		case $NL$ASTRAY$NL in *"$NL$release$NL"*) continue ;; esac
		[ ! -e "$release/complete" ] || set -- "$@" "$release/manifest"
	done
	: >"$WORK/sources"
	# Candidates have the form of a manifest, so that they are checked like one.
	awk -F "$TAB" -v OFS="$TAB" '
		FNR == 1 { app = FILENAME; sub(/manifest$/, "app/", app) }
		$1 != "f" { next }
		FILENAME != ARGV[ARGC - 1] { if (!($2 in source)) source[$2] = app $4; next }
		$2 in source { print "f", $2, "-", source[$2]; delete source[$2] }' \
		"$@" "$WORK/manifest" >"$WORK/candidates"
	file_faults '' "$WORK/candidates" >"$WORK/damaged"
	NEED=$(SOURCES=$WORK/sources awk -F "$TAB" -v OFS="$TAB" '
		FILENAME == ARGV[1] { damaged[$1] = 1; next }
		FILENAME == ARGV[2] { if (!(FNR in damaged)) { at_hand[$2] = 1; print $2, $4 > ENVIRON["SOURCES"] } next }
		$1 == "f" && !at_hand[$2]++ { need = need (need == "" ? "" : ",") FNR }
		END { print need }' "$WORK/damaged" "$WORK/candidates" "$WORK/manifest")
}

# find_astray MANIFEST… → ASTRAY, a release a line: files behind a link that somebody laid are not the release's
find_astray() {
	local release path
	ASTRAY=''
	awk -F "$TAB" -v OFS="$TAB" '
		FNR == 1 { release = FILENAME; sub(/\/manifest$/, "", release) }
		{ path = $4; while (sub(/\/[^\/]*$/, "", path) && !seen[release, path]++) print release, path }' "$@" </dev/null >"$WORK/holders"
	while IFS=$TAB read -r release path; do
		[ ! -L "$release/app/$path" ] || ASTRAY=$ASTRAY$NL$release
	done <"$WORK/holders"
}

# receive_blobs: what was asked for, from the channel
receive_blobs() {
	local words
	[ -n "$NEED" ] || return 0
	step upload
	mkdir "$WORK/blobs"
	words=$(tar -xzf - -C "$WORK/blobs" --no-same-owner --no-same-permissions 2>&1) || {
		# The first line says why; gzip's begins with a line break.
		words=${words#"$NL"}
		facts_now
		end_with failed stage-damaged "the upload to /run broke off (${words%%"$NL"*}); nothing was touched"
		exit 0
	}
}
