# Back to what ran before. Needs no space on disk: it may be the full disk that brought us here.

# restore → OUTCOME: rolled-back, rollback-failed, or failed where there was nothing to go back to
restore() {
	step rollback
	CANCELLABLE=''
	# By the trial's own unit, which knows how. Left in its crash loop it would start again in the middle of what follows.
	patiently stop "$UNIT" >/dev/null
	rm -f "$TRIAL"
	take_back_install_links
	show_drop_ins
	load_units
	if made_by_hand; then
		restore_by_hand
	elif [ -s "$UNIT_FILE" ]; then
		restart_old
	else
		rm -f "$SUSPECT"
		forget_service_dir
		OUTCOME=failed
	fi
}

restart_old() {
	written_release
	use_criteria_of "$WRITTEN"
	judge "$UNIT_FILE"
	case $VERDICT in
	ready)
		OUTCOME=rolled-back
		rm -f "$SUSPECT"
		start_dependents
		;;
	interrupted) OUTCOME=interrupted ;;
	*) OUTCOME=rollback-failed ;;
	esac
}

# forget_service_dir: a service that never came up leaves nothing in /opt, whoever began it
forget_service_dir() {
	if [ ! -e "$UNIT_FILE" ] || nothing_committed; then clear_service_dir; fi
}
