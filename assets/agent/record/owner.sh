# Who manages this service here, by the record that the first deployment left. Asked before anything is sent, and again with
# the lock: two first deployments may have found nobody, and one of them waited for the other.

ADOPTED=''

# check_owner → ADOPTED, or a finding
check_owner() {
	if [ -z "$STATE_OWNER" ] || [ "$STATE_OWNER" = "$TOKEN" ]; then
		return
	elif [ "$STATE_URN" = "$URN" ]; then
		# The same resource under another token: its create was carried out here and its answer was lost.
		ADOPTED=$STATE_OWNER
	else
		finding owner-conflict "$UNIT is managed by $STATE_URN; destroy it there first, or give this service another name" \
			"owner=$STATE_OWNER"
	fi
}

# mind_owner: under the lock
mind_owner() {
	check_owner
	[ "${FINDINGS:-0}" -eq 0 ] || {
		STEP=preflight
		finish refused preflight "another deployment was first; nothing was touched"
		exit 0
	}
	[ -z "$ADOPTED" ] || fact now adopted "$ADOPTED"
}
