# The release and the runtime on disk: complete only when marked complete, and synced before anything speaks of them.

# stage
stage() {
	step stage
	umask 022
	claim_service_dir
	mend_unit_file
	lay_credentials
	if [ -e "$RELEASE/complete" ]; then
		repair_release
	else
		build_release
	fi
	install -m 0644 -t "$RELEASE" "$RUN/unit" "$RUN/manifest" || fail stage-damaged "cannot write to $RELEASE"
}

# claim_service_dir: the record comes first, so that whatever is left of a first deployment can be told to be ours
claim_service_dir() {
	install -d -m 0755 "$SERVICE_DIR" "$RELEASES" "$RUNTIMES" ||
		fail stage-damaged "cannot make $SERVICE_DIR"
	[ -e "$STATE" ] || write_state interrupted '' || fail stage-damaged "cannot write $STATE"
	! is_there "$INCOMING" || rm -rf "$INCOMING"
	mkdir -m 0700 "$INCOMING"
}

mend_unit_file() {
	local text
	text=$(mended_unit)
	[ "$text" != "$UNIT_FILE" ] || return 0
	if [ -n "$text" ]; then
		install -m 0644 "$text" "$UNIT_NEW" && sync "$UNIT_NEW" && mv -fT "$UNIT_NEW" "$UNIT_FILE"
	else
		rm -f "$UNIT_FILE"
	fi
}

build_release() {
	local tree=$INCOMING/$DIGEST/app
	# It ran already, and its process goes on in a directory that is gone.
	! is_deployed || suspect_process
	! is_there "$RELEASE" || rm -rf "$RELEASE"
	mkdir -p "$tree"
	copy_unchanged "$tree"
	place_missing "$tree"
	place_faulty "$tree"
	install -m 0644 -t "$INCOMING/$DIGEST" "$RUN/unit" "$RUN/manifest" && : >"$INCOMING/$DIGEST/complete" &&
		sync -f "$tree" && mv -T "$INCOMING/$DIGEST" "$RELEASE" && sync "$RELEASES" ||
		fail stage-damaged "cannot write $RELEASE"
}

repair_release() {
	release_is_damaged || return 0
	suspect_process
	displace added
	place_faulty "$RELEASE/app"
	sync -f "$RELEASE"
}

# suspect_process: what runs was started from other files than those that are there now
suspect_process() {
	REPAIRED=1
	: >"$SUSPECT"
}

# copy_unchanged TREE: whatever the running release has at the same path comes over in a few calls of cp
copy_unchanged() {
	local tree=$1 base=$RELEASES/$STATE_CURRENT/app
	[ -n "$STATE_CURRENT" ] && [ -d "$base" ] || return 0
	awk -F "$TAB" '
		NR == FNR { if ($1 == "f") hash[$4] = $2; next }
		$1 == "f" && hash[$4] == $2 { print "./" $4 }' "$base/../manifest" "$RUN/manifest" | tr '\n' '\0' >"$RUN/unchanged"
	(cd "$base" && xargs -0 -r cp --parents -t "$tree" -- <"$RUN/unchanged")
}

# place_missing TREE: what is not there yet, without a look into what is. To hash a large release takes its time.
place_missing() {
	find_faults "$1" shape_faults
	place_faults "$1"
}

# place_faulty TREE: puts every entry right that isn't, and makes sure
place_faulty() {
	local number path
	find_faults "$1" faults
	[ -s "$RUN/faults" ] || return 0
	place_faults "$1"
	find_faults "$1" faults
	[ ! -s "$RUN/faults" ] || {
		IFS=$TAB read -r number path <"$RUN/faults"
		fail stage-damaged "$path did not arrive as it was sent"
	}
}

# place_faults TREE: those of find_faults
place_faults() {
	awk -F "$TAB" -v OFS="$TAB" '
		FILENAME == ARGV[1] { path[$1] = $2; next }
		FILENAME == ARGV[2] { faulty[$1] = 1; next }
		$1 == "f" && !($2 in number) { number[$2] = FNR }
		FNR in faulty { print number[$2] + 0, ($2 in path) ? path[$2] : "-", $0 }' \
		"$RUN/sources" "$RUN/faults" "$RUN/manifest" | part_new >"$RUN/places"
	place_new "$1"
	place_entries "$1" <"$RUN/places"
}

# find_faults TREE faults|shape_faults → $RUN/faults, of entries alone: directories are put right at once. Whoever owned one
# may go on swapping what is below it until it is root's, so each pass is sure of one level more.
find_faults() {
	local passes=0
	"$2" "$1" "$RUN/manifest" >"$RUN/faults"
	while own_holders "$1"; do
		passes=$((passes + 1))
		[ $passes -lt 20 ] || fail stage-damaged "directories in $1 cannot be made root's alone"
		"$2" "$1" "$RUN/manifest" >"$RUN/faults"
	done
}

# own_holders TREE: makes those directories root's alone that are not, from the top down → true when there were any. (New ones
# among them: an ACL of /opt may have given them to others.)
own_holders() {
	local tree=$1 number path
	awk 'NR == FNR { holder[$0]; next } $0 in holder' "$RUN/holders" "$RUN/faults" >"$RUN/disowned"
	while IFS=$TAB read -r number path; do
		[ -d "$tree/$path" ] && [ ! -L "$tree/$path" ] || rm -f "$tree/$path"
		install -d -o 0 -g 0 -m 0755 "$tree/$path"
	done <"$RUN/disowned"
	[ -s "$RUN/disowned" ]
}

# place_entries TREE: reads "blob source kind hash mode path"
place_entries() {
	local tree=$1 blob source kind hash mode path
	while IFS=$TAB read -r blob source kind hash mode path; do
		path=$tree/$path
		[ ! -d "$path" ] || [ -L "$path" ] || [ "$kind" = d ] || rm -rf "$path"
		case $kind in
		f)
			[ "$source" != - ] || source=$RUN/blobs/$blob
			# A release that may be running is never seen with half a file.
			if [ -e "$path" ] || [ -L "$path" ]; then
				install -m "$mode" "$source" "$tree.placing" && mv -fT "$tree.placing" "$path"
			else
				install -D -m "$mode" "$source" "$path"
			fi
			;;
		d)
			[ -d "$path" ] && [ ! -L "$path" ] || rm -rf "$path"
			mkdir -p "$path"
			;;
		l)
			mkdir -p "${path%/*}"
			rm -f "$path"
			ln -s "$hash" "$path"
			;;
		esac
	done
}
