# What a deployment would do here, for a preview: by the same decision as the transaction's, and without its writes. All that
# is written lies in WORK, and goes with the channel.

# foresee: the plan, and what else would change on this host (`effect`)
foresee() {
	tell_under_way
	written_release
	mind_hands
	find_displaced
	foresee_accounts
	foresee_files
	foresee_secrets
	foresee_runtime
	make_plan
	foresee_aside
	foresee_links
	fact now release "$WRITTEN"
	[ -z "$ADOPTED" ] || fact now adopted "$ADOPTED"
	unit_facts
}

# effect KIND TEXT
effect() {
	say "effect kind=$1" "$2"
}

# tell_under_way: what another deployment is about to leave here is not known yet. (Process 1 complains in its log when it is
# asked for a transient unit of which it remembers the file that is gone.)
tell_under_way() {
	[ -e "/run/systemd/transient/$LOCK" ] || return 0
	case $(patiently show -p ActiveState --value "$LOCK") in
	inactive | failed) ;;
	*)
		lock_holder
		say "notice code=under-way" "$LOCK_HOLDER is under way here; what it leaves may be another plan"
		;;
	esac
}

foresee_accounts() {
	[ -n "$CREATE_USER" ] || return 0
	! lacks_account group "$RUN_GROUP" || effect account "group $RUN_GROUP"
	! lacks_account passwd "$RUN_USER" || effect account "user $RUN_USER"
}

# foresee_files → REPAIRED, as staging would find them
foresee_files() {
	if [ ! -e "$RELEASE/complete" ]; then
		is_deployed || return 0
		effect files missing
	else
		release_is_damaged || return 0
		[ ! -s "$WORK/faults" ] || effect files "$(fault_kinds "$RELEASE" <"$WORK/faults" | in_words)"
	fi
	REPAIRED=1
}

# foresee_secrets → REPAIRED, where a process may have been started with others
foresee_secrets() {
	local condition dir
	condition=$(credentials_condition "$DIGEST")
	case $condition in '' | ok) ;; *) effect secrets "$condition" ;; esac
	dir=$(credentials_of "$WORK/unit")
	[ -z "$dir" ] || [ -z "$(other_secrets "$dir")" ] || REPAIRED=1
}

# foresee_runtime → REPAIRED as well
foresee_runtime() {
	local name
	wanted_packages >"$WORK/wanted"
	[ -z "$PYTHON" ] || foresee_environment
	# Names have no blanks.
	# shellcheck disable=SC2046
	missing_packages $(sort -u "$WORK/wanted") >"$WORK/missing"
	while IFS= read -r name; do
		effect package "$name"
	done <"$WORK/missing"
}

foresee_environment() {
	local environment
	if command -v python3 >/dev/null; then
		environment=$(environment_name)
	else
		# Nobody knows yet which one comes: likely the one for which the release's environment was made.
		python_packages >>"$WORK/wanted"
		environment=$(readlink "$RELEASE/runtime")
		environment=${environment##*/}
	fi
	! environment_is_damaged "$environment" || REPAIRED=1
	[ ! -L "$RELEASE/runtime" ] || leads_to_environment "$environment" || REPAIRED=1
	[ ! -e "$RUNTIMES/$environment/complete" ] || [ -s "$WORK/environment.faults" ] || return 0
	can_make_environments || python_packages >>"$WORK/wanted"
	[ ! -s "$WORK/environment.faults" ] || printf 'environment\t%s\n' "$RUNTIMES/$environment" >>"$WORK/displaced"
	effect environment ''
}

# foresee_aside: what is moved to SET_ASIDE. (A mask is nothing to keep.)
foresee_aside() {
	local kind path
	[ "$UNIT_FILE_IS" != by-hand ] || effect aside "$UNIT_FILE"
	while IFS=$TAB read -r kind path; do
		[ "$kind" = mask ] || effect aside "$path"
	done <"$WORK/displaced"
}

# foresee_links: those that follow though the release stays
foresee_links() {
	[ -z "$ENABLE" ] || [ "$INSTALLED" != disabled ] || effect enable "$UNIT"
	[ -z "$DIRECTORY" ] || [ "$STATE_CURRENT" != "$DIGEST" ] ||
		[ "$(readlink "$DIRECTORY")" = "$RELEASE/app" ] || effect link "$DIRECTORY"
}
