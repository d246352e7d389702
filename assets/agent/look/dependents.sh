# Units that cannot be without this one (Requires=, BindsTo=, PartOf= of theirs). systemd stops them with it, and what it
# stopped it does not start again by itself: after a rollback they are as they were before the trial.

# running_dependents → prints those that are up, and those that are up because of them
running_dependents() {
	local asked='' waiting=$UNIT unit name
	while [ -n "$waiting" ]; do
		unit=${waiting%% *}
		waiting=${waiting#"$unit"}
		waiting=${waiting# }
		case " $asked " in *" $unit "*) continue ;; esac
		asked="$asked $unit"
		for name in $(patiently show -p RequiredBy -p BoundBy -p ConsistsOf --value "$unit"); do
			waiting="$waiting${waiting:+ }$name"
		done
	done
	for unit in $asked; do
		[ "$unit" = "$UNIT" ] || ! is_up "$unit" || echo "$unit"
	done
}

# start_dependents: those of WORK/dependents. Nobody waits: they may take as long to start as they like.
start_dependents() {
	local unit
	[ -s "$WORK/dependents" ] || return 0
	while IFS= read -r unit; do
		patiently start --no-block "$unit" >/dev/null || say "notice code=dependent" \
			"$unit was stopped with $UNIT and could not be started again"
	done <"$WORK/dependents"
}
