# Why the release isn't up, before anything is undone: systemd's own account, then the journal of that very invocation.

DIAGNOSED=ActiveState,SubState,Result,Type,FragmentPath,LoadState,LoadError,InvocationID,MainPID,NRestarts,StatusText
DIAGNOSED=$DIAGNOSED,StatusErrno,ExecMainCode,ExecMainStatus,NotifyAccess,User,WatchdogUSec,TimeoutStartUSec,Restart
DIAGNOSED=$DIAGNOSED,ConditionResult,AssertResult

# diagnose: facts of the failed release
diagnose() {
	local key value
	step diagnose
	systemctl show -p "$DIAGNOSED" "$UNIT" >"$RUN/failed"
	while IFS='=' read -r key value; do
		[ "$key" != InvocationID ] || value=${PINNED:-$value}
		fact failed "$key" "$value"
	done <"$RUN/failed"
	[ ! -s "$RUN/probe.output" ] || fact failed probe "$(tail -c 1000 "$RUN/probe.output")"
	journal_events "$PINNED"
}
