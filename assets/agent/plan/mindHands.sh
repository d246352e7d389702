# Deployments and rollbacks by hand meet on one host: neither goes over the other unsaid.

# mind_hands
mind_hands() {
	if [ -n "$LEAVING" ]; then
		[ "$STATE_CURRENT" = "$LEAVING" ] || [ "$STATE_CURRENT" = "$DIGEST" ] ||
			fail overtaken "another deployment was faster: release $STATE_CURRENT is in place by now; nothing was touched"
	elif [ -n "$STATE_BY_HAND" ] && [ "$STATE_CURRENT" != "$DIGEST" ] && [ "$STATE_CURRENT" != "$STATE_DEPLOYED" ]; then
		say "notice code=by-hand" "release $STATE_CURRENT was put back by hand by $STATE_BY_HAND on $STATE_SINCE; this deployment replaces it"
	fi
}
