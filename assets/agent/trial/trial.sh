# The unit in /run/systemd/system.control: it outranks /etc, and a power cut takes it away.

# put_trial: from here until the commit what runs is not what is written
put_trial() {
	! made_by_hand || remember_found
	step trial
	: >"$SUSPECT"
	! made_by_hand || stop_by_its_own_rules
	# A crash loop would go on with either version in the midst of the change.
	[ "$ACTIVE" != activating ] || patiently stop "$UNIT" >/dev/null
	{ [ -d "$TRIAL_DIR" ] || mkdir -p "$TRIAL_DIR"; } && install -m 0644 "$RUN/unit" "$TRIAL_DIR/.$NAME.new" &&
		mv -fT "$TRIAL_DIR/.$NAME.new" "$TRIAL" || fail internal "cannot write $TRIAL"
	reads_by_itself || load_units || revoke internal "systemctl daemon-reload: $WORDS"
}

# reads_by_itself → true when process 1 has the trial already: a first deployment is spared a reload. A unit that it does not
# know it looks for whenever it is asked, if the time of a directory has changed meanwhile. TRIAL_DIR is not among those.
reads_by_itself() {
	[ "$LOAD/$ACTIVE" = not-found/inactive ] || return 1
	touch /run/systemd/system
	[ "$(patiently show -p FragmentPath --value "$UNIT")" = "$TRIAL" ]
}

# load_units: systemd reads what is written, and forgets earlier failures and their start limit. WORDS say why not.
load_units() {
	WORDS=$(patiently daemon-reload) || return 1
	patiently reset-failed "$UNIT" >/dev/null || :
}
