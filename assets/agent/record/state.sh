# What this host remembers of the service: the file `state`, key=value lines for people and for us.

# read_state → STATE_*
read_state() {
	local line value
	STATE_OWNER='' STATE_URN='' STATE_CURRENT='' STATE_SINCE='' STATE_BY_HAND='' STATE_DEPLOYED='' STATE_PREVIOUS=''
	STATE_DIRECTORY='' STATE_TX='' STATE_OUTCOME='' STATE_STEP='' STATE_CODE=''
	[ -f "$STATE" ] || return 0
	while IFS= read -r line; do
		# Taken apart here, for `read` would drop an `=` at the end of a value.
		value=${line#*=}
		case ${line%%=*} in
		owner) STATE_OWNER=$value ;;
		urn) STATE_URN=$value ;;
		current) STATE_CURRENT=$value ;;
		since) STATE_SINCE=$value ;;
		by_hand) STATE_BY_HAND=$value ;;
		deployed) STATE_DEPLOYED=$value ;;
		previous) STATE_PREVIOUS=$value ;;
		directory) STATE_DIRECTORY=$value ;;
		transaction) STATE_TX=$value ;;
		outcome) STATE_OUTCOME=$value ;;
		step) STATE_STEP=$value ;;
		code) STATE_CODE=$value ;;
		esac
	done <"$STATE"
}

# release_in_place: this transaction's release is the one that /etc speaks of. Whoever puts another one there is remembered;
# Pulumi, finding there what it wants, takes it for its own.
release_in_place() {
	if [ -z "$BY_HAND" ]; then
		STATE_DEPLOYED=$DIGEST
	elif [ -z "$STATE_DEPLOYED$STATE_BY_HAND" ]; then
		# Up to version 0.2.0 nobody wrote it.
		STATE_DEPLOYED=$STATE_CURRENT
	fi
	if [ "$STATE_CURRENT" != "$DIGEST" ]; then
		STATE_PREVIOUS=$STATE_CURRENT STATE_CURRENT=$DIGEST STATE_BY_HAND=$BY_HAND
		utc_now
		STATE_SINCE=$UTC_NOW
	elif [ -z "$BY_HAND" ]; then
		STATE_BY_HAND=''
	fi
}

# recall_rename: the unit in /etc is of WRITTEN, whatever the record says: a power cut came right upon that commit. Its file is as
# old as that.
recall_rename() {
	[ -n "$WRITTEN" ] && [ "$WRITTEN" != "$STATE_CURRENT" ] || return 0
	STATE_PREVIOUS=$STATE_CURRENT STATE_CURRENT=$WRITTEN STATE_BY_HAND=''
	STATE_SINCE=$(date -u -r "$UNIT_FILE" +%Y-%m-%dT%H:%M:%SZ)
}

# write_state OUTCOME CODE: this transaction's outcome, with what STATE_* say now
write_state() {
	utc_now
	state_text "$1" "$2" >"$STATE.new" && chmod 0644 "$STATE.new" && sync "$STATE.new" && point record-written &&
		mv -fT "$STATE.new" "$STATE" || {
		rm -f "$STATE.new"
		return 1
	}
}

# take_room_for_record: what a commit on a full disk could not write down it must not do. The record is written over this, and
# is hardly longer than the last one.
take_room_for_record() {
	{ cat "$STATE" && printf '%1024s' ''; } >"$STATE.new" && sync "$STATE.new"
}

# state_text OUTCOME CODE → prints the record
state_text() {
	STATE_OWNER=$TOKEN STATE_URN=$URN STATE_TX=$TX STATE_OUTCOME=$1 STATE_STEP=$STEP STATE_CODE=$2
	printf '%s\n' \
		"# $UNIT, deployed by pulumi-systemd. In words, and the way back: $COMMAND --help" \
		"# Whose it is: the resource in Pulumi, and the token by which that one knows it again." \
		"urn=$STATE_URN" \
		"owner=$STATE_OWNER" \
		"# What runs, also after a reboot: the release below releases/ that $UNIT_FILE names; since when;" \
		"# who put it there by hand (empty: Pulumi did); what Pulumi deployed last; and which one was there before." \
		"current=$STATE_CURRENT" \
		"since=$STATE_SINCE" \
		"by_hand=$STATE_BY_HAND" \
		"deployed=$STATE_DEPLOYED" \
		"previous=$STATE_PREVIOUS" \
		"# The link that leads to its files, if one was asked for." \
		"directory=$STATE_DIRECTORY" \
		"# The last transaction: how it ended, and where and why if not well." \
		"transaction=$STATE_TX" \
		"outcome=$STATE_OUTCOME" \
		"step=$STATE_STEP" \
		"code=$STATE_CODE" \
		"at=$UTC_NOW"
}

# utc_now → UTC_NOW
utc_now() {
	UTC_NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)
}
