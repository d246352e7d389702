# A release that is on this host already takes its place again: asked for from a terminal (byHand/rollback.sh), or by a rollout
# that goes back (OP=revert). It is deployed by the same transaction as any other, under the same lock, detached.

# is_target RELEASE: complete on disk, and was ready here once
is_target() {
	[ -n "$1" ] && [ -e "$RELEASES/$1/complete" ] && [ -e "$RELEASES/$1/criteria" ]
}

# check_intact → REFUSAL when what is on disk is not what was ready once
check_intact() {
	local condition
	condition=$(release_condition "$TARGET")
	if [ "$condition" != ok ]; then
		REFUSAL="release $(printf %.12s "$TARGET") is damaged: $condition"
	elif [ ! -s "$RELEASES/$TARGET/unit" ]; then
		REFUSAL="release $(printf %.12s "$TARGET") is damaged: its unit is missing"
	elif [ -L "$RELEASES/$TARGET/runtime" ] && [ ! -e "$RELEASES/$TARGET/runtime/complete" ]; then
		REFUSAL="release $(printf %.12s "$TARGET") is damaged: its Python environment is missing"
	fi
	[ -z "$REFUSAL" ] || {
		REFUSAL="$REFUSAL; \`pulumi up\` brings its files back"
		return 1
	}
	condition=$(credentials_condition "$TARGET")
	case $condition in
	'' | ok) ;;
	missing) REFUSAL="the secrets of release $(printf %.12s "$TARGET") are gone from this host" ;;
	*) REFUSAL="the secrets of release $(printf %.12s "$TARGET") are no longer what they were: $condition" ;;
	esac
	[ -z "$REFUSAL" ]
}

# request_recalled → true: the request for what is on disk, as the provider would send it; criteria and unit are those that the
# release was committed with
request_recalled() {
	local release=$RELEASES/$DIGEST
	OP=apply
	use_criteria_of "$DIGEST"
	cp "$release/unit" "$release/manifest" "$WORK" && : >"$WORK/sources" &&
		{ [ ! -e "$release/probe.sh" ] || cp "$release/probe.sh" "$WORK"; } && request_text >"$WORK/request"
}

# request_text: nothing is pruned, since a rollback adds no release
request_text() {
	local enable=''
	! grep -q '^[[:space:]]*\[Install\]' "$WORK/unit" || enable=1
	assign OP "$OP" UNIT "$UNIT" NAME "$NAME" TX "$TX" TOKEN "$TOKEN" URN "$URN" BY_HAND "$BY_HAND" LEAVING "$LEAVING" \
		DIGEST "$DIGEST" DIRECTORY "$DIRECTORY" ENABLE "$enable" UNIT_TYPE "$UNIT_TYPE" READY_TIMEOUT_S "$READY_TIMEOUT_S" \
		MIN_HEALTHY_S "$MIN_HEALTHY_S" WATCHDOG_PING "$WATCHDOG_PING" ON_FAILURE rollback HISTORY_LIMIT 1000000
}

# assign NAME VALUE…: as sh reads it back
assign() {
	while [ $# -gt 0 ]; do
		printf "%s='%s'\n" "$1" "$(printf '%s' "$2" | sed "s/'/'\\\\''/g")"
		shift 2
	done
}

# recall: makes an `apply` of this request, or ends the operation
recall() {
	read_state
	TARGET=$DIGEST REFUSAL=''
	if ! is_target "$TARGET"; then
		REFUSAL="release $(printf %.12s "$TARGET") is no longer on disk, or was never ready on this host"
	elif check_intact; then
		request_recalled && return
		REFUSAL="nothing can be written below /run"
	fi
	step preflight
	describe_host
	facts_now
	finding not-recallable "$REFUSAL"
	end_with refused preflight "$REFUSAL; nothing was touched"
	exit 0
}
