# The unit in /run/systemd/system.control: it outranks /etc, and a power cut takes it away.

# put_trial: from here until the commit what runs is not what is written
put_trial() {
	! made_by_hand || remember_found
	step trial
	: >"$SUSPECT"
	! made_by_hand || stop_by_its_own_rules
	# A crash loop would go on with either version in the midst of the change.
	[ "$ACTIVE" != activating ] || systemctl stop "$UNIT" 2>/dev/null
	mkdir -p "$TRIAL_DIR" && install -m 0644 "$RUN/unit" "$TRIAL_DIR/.$NAME.new" &&
		mv -fT "$TRIAL_DIR/.$NAME.new" "$TRIAL" || fail internal "cannot write $TRIAL"
	load_units || revoke internal "systemctl daemon-reload: $WORDS"
}

# load_units: systemd reads what is written, and forgets earlier failures and their start limit. WORDS say why not.
load_units() {
	WORDS=$(patiently daemon-reload) || return 1
	patiently reset-failed "$UNIT" >/dev/null || :
}
