# Takes the service off this host: only what carries our token, and in any order with the deployment that replaces it.

# remove_service
remove_service() {
	if [ -n "$STATE_OWNER" ] && [ "$STATE_OWNER" != "$TOKEN" ]; then
		conclude removed other-owner "$UNIT belongs to $STATE_URN by now and was left alone"
		return
	fi
	if [ -n "$STATE_OWNER" ] && made_by_hand; then
		give_up_adoption
	elif [ -n "$STATE_OWNER" ]; then
		step stop
		systemctl stop "$UNIT" 2>"$RUN/output" || unit_is_gone || {
			conclude failed internal "systemctl stop: $(cat "$RUN/output")"
			return
		}
		step clean
		[ "$KEEP_STATE" = 1 ] || systemctl clean --what=state "$UNIT" 2>/dev/null
		clean_up
	fi
	conclude removed '' ''
}

unit_is_gone() {
	[ "$(systemctl show -p LoadState --value "$UNIT")" = not-found ]
}

# clean_up: the record goes last, so that whatever interrupts this is found and finished by the next one
clean_up() {
	[ ! -s "$UNIT_FILE" ] || drop_install_links "$UNIT_FILE"
	remove_link "$DIRECTORY"
	remove_link "$STATE_DIRECTORY"
	rm -f "$UNIT_FILE" "$TRIAL" "$SUSPECT"
	sync "$UNIT_DIR"
	systemctl daemon-reload
	systemctl reset-failed "$UNIT" 2>/dev/null
	rm -rf "$RELEASES" "$RUNTIMES" "$INCOMING"
	rm -rf "$SERVICE_DIR"
}
