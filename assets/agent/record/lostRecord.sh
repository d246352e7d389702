# The record below /opt is gone, and the service may be ours all the same: the resource remembers the digests of what it
# deployed to this host (KNOWN), and a digest stands for one release's whole content.

# recall_lost_record → STATE_OWNER, STATE_URN and STATE_CURRENT, where the unit or a directory bears such a digest
recall_lost_record() {
	local digest
	[ -z "$STATE_OWNER" ] || return 0
	for digest in $KNOWN; do
		if [ -e "$RELEASES/$digest/manifest" ] || grep -qF -e "$RELEASES/$digest/" "$UNIT_FILE" 2>/dev/null; then
			STATE_OWNER=$TOKEN STATE_URN=$URN STATE_CURRENT=$digest
			return
		fi
	done
}
