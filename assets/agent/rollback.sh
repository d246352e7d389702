# Back to what ran before. Needs no space on disk: it may be the full disk that brought us here.

# restore → OUTCOME: rolled-back, rollback-failed, or failed where there was nothing to go back to
restore() {
	step rollback
	CANCELLABLE=''
	if [ -s "$UNIT_FILE" ]; then
		restart_old
	else
		leave_as_found
	fi
}

restart_old() {
	take_trial_away
	written_release
	load_units
	use_criteria_of "$WRITTEN"
	judge "$UNIT_FILE"
	case $VERDICT in
	ready)
		OUTCOME=rolled-back
		rm -f "$SUSPECT"
		;;
	interrupted) OUTCOME=interrupted ;;
	*) OUTCOME=rollback-failed ;;
	esac
}

# leave_as_found: stopped by the trial's own unit, which knows how, and only then taken away
leave_as_found() {
	systemctl stop "$UNIT" 2>/dev/null
	take_trial_away
	load_units
	rm -f "$SUSPECT"
	forget_service_dir
	OUTCOME=failed
}

# forget_service_dir: a service that never came up leaves nothing in /opt, whoever began it
forget_service_dir() {
	[ -e "$UNIT_FILE" ] || rm -rf "$SERVICE_DIR"
}
