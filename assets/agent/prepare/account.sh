# The user and group that the service runs as, made only when asked for and never removed.

# create_account
create_account() {
	local shell group=''
	[ -n "$CREATE_USER" ] || return 0
	if lacks_account group "$RUN_GROUP"; then
		run_shown groupadd --system "$RUN_GROUP" || fail_shown account "groupadd $RUN_GROUP failed"
	fi
	lacks_account passwd "$RUN_USER" || return 0
	shell=$(command -v nologin) || shell=/bin/false
	if [ -n "$RUN_GROUP" ]; then
		group=$RUN_GROUP
	elif getent group "$RUN_USER" >/dev/null; then
		group=$RUN_USER
	fi
	run_shown useradd --system --home-dir / --no-create-home --shell "$shell" ${group:+--gid "$group"} "$RUN_USER" ||
		fail_shown account "useradd $RUN_USER failed"
	remember_left "user $RUN_USER"
}
