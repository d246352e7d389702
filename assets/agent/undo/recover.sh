# After the transaction's process has ended (ExecStopPost=): nothing to do when it said its end. Killed, it left either the
# old version or the new one to be made whole. Does the same however often it runs.

recover() {
	local phase='' outcome=''
	[ -d "$RUN" ] || return 0
	exec 9>>"$RUN/events"
	[ ! -r "$RUN/phase" ] || read -r phase outcome <"$RUN/phase"
	STEP=${phase:-lock}
	CANCELLABLE=''
	read_state
	case $phase in
	ended) ;;
	stop | clean) recover_removal ;;
	trial | judge | diagnose | rollback) recover_trial ;;
	commit) recover_commit ;;
	settle | prune)
		patiently daemon-reload >/dev/null
		settle
		;;
	*) recover_preparation ;;
	esac
	# A soft-reboot keeps /run (systemd-soft-reboot.service(8)), and has to boot what is committed as well.
	if [ -e "$TRIAL" ] && going_down; then
		rm -f "$TRIAL"
		show_drop_ins
	fi
	tidy "$outcome"
}

recover_trial() {
	local killed_at
	if going_down; then
		take_back_install_links
		conclude interrupted '' "the host is shutting down; it boots the version that was committed last"
		return
	fi
	killed_at=$STEP
	restore
	STEP=$killed_at
	conclude interrupted '' "the agent was killed"
}

# The rename decides: is the unit that was on trial the one that is written?
recover_commit() {
	if cmp -s "$RUN/unit" "$UNIT_FILE"; then
		# Where it was the same before, what precedes the rename may still be missing.
		keep_criteria
		[ -z "$ENABLE" ] || lay_install_links
		committed
	elif [ -e "$TRIAL" ]; then
		clear_half_made
		recover_trial
	else
		clear_half_made
		recover_preparation
	fi
}

# A removal is finished, whatever of it is done already.
recover_removal() {
	if going_down; then
		conclude interrupted '' "the host is shutting down; the next removal finishes this one"
	else
		remove_service
		read -r phase outcome <"$RUN/phase"
	fi
}

recover_preparation() {
	show_drop_ins
	bring_back_environment
	[ "$OP" != apply ] || forget_service_dir
	conclude interrupted '' "the agent was killed before the service was touched"
}

going_down() {
	case $(patiently is-system-running) in
	*stopping | *offline | *unknown | '') return 0 ;;
	*) return 1 ;;
	esac
}

# tidy OUTCOME: the events stay for whoever lost the channel, until the next transaction; after a removal there is none
tidy() {
	local file
	clear_abandoned
	if [ "$1" = removed ]; then
		# Somebody may be waiting there to deploy it anew.
		rm -rf "$RUN"
		rm -f "$RUN_DIR"/* 2>/dev/null
		rmdir "$RUN_DIR" "$RUN_ROOT" 2>/dev/null
		return
	fi
	rm -f "$HOLDER"
	! is_there "$INCOMING" || rm -rf "$INCOMING"
	set --
	for file in "$RUN"/*; do
		case $file in
		*/events | */phase | */foreground) ;;
		*) set -- "$@" "$file" ;;
		esac
	done
	rm -rf "$@"
}
