# Somebody may edit the unit file in the middle of a deployment. The commit replaces the file that the plan was made for, and
# no other: nobody's work is overwritten that nobody has seen.

# read_unit_file: keeps what the plan is made for
read_unit_file() {
	[ ! -e "$UNIT_FILE" ] || cp "$UNIT_FILE" "$RUN/unit.read"
}

# unit_file_is_as_read
unit_file_is_as_read() {
	if [ -e "$RUN/unit.read" ]; then
		cmp -s "$RUN/unit.read" "$UNIT_FILE"
	else
		[ ! -e "$UNIT_FILE" ]
	fi
}
