# One operation as the other end of the channel sees it.

# The directory of a transaction that waits for its lock; nobody else would clear it away.
UNDETACHED=''

leave() {
	stop_relay
	rm -rf "$WORK" ${UNDETACHED:+"$UNDETACHED"}
}

foreground() {
	PREFIX="@$NONCE "
	umask 077
	exec 9>&1 >&2
	# A channel that is gone is noticed by the next write; then everything here ends in order.
	trap '' PIPE
	trap leave EXIT
	trap 'exit 129' HUP INT TERM
	# Tells a later transaction that this directory is still in use.
	echo $$ >"$WORK/foreground"
	case $OP in
	apply)
		preflight
		event "need blobs=$NEED"
		receive_blobs
		detach
		follow
		;;
	revert)
		recall
		preflight
		detach
		follow
		;;
	remove)
		describe_host
		detach
		follow
		;;
	observe)
		describe_host
		facts_now
		tell_foreign
		end_with observed '' ''
		;;
	plan)
		look_host_over
		# What is to be looked at with tools that this host lacks would look otherwise than it is.
		[ "$SYSTEMD" = none ] || [ -n "$MISSING_TOOLS" ] || foresee
		end_with observed '' ''
		;;
	follow)
		describe_host
		follow
		;;
	cancel) cancel ;;
	turn) turn ;;
	*) end_with failed internal "unknown operation $OP" ;;
	esac
}
