# Units that cannot be without this one (Requires=, BindsTo=, PartOf= of theirs). systemd stops them with it, and what it
# stopped it does not start again by itself: after a rollback they are as they were before the trial.

# By what systemd shows who needs a unit.
NEEDED_BY=RequiredBy,BoundBy,ConsistsOf

# running_dependents UNIT… → prints those of them that are up, and those that are up because of them
running_dependents() {
	local asked=$UNIT waiting=$* unit name
	while [ -n "$waiting" ]; do
		unit=${waiting%% *}
		waiting=${waiting#"$unit"}
		waiting=${waiting# }
		case " $asked " in *" $unit "*) continue ;; esac
		asked="$asked $unit"
		for name in $(patiently show -p "$NEEDED_BY" --value "$unit"); do
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
