# systemd's own opinion of the unit, under its real name, now that its executable exists. Its exit status says nothing about
# directives that were ignored, so every line about our unit counts, but for those of `harmless`.

# harmless LINE: systemd does what was meant, and says that it would rather be told otherwise
harmless() {
	case $1 in
	*'is obsolete, automatically updating to '*) ;;            # StandardOutput=syslog
	*'below legacy directory /var/run/, updating /var/run/'*) ;; # PIDFile=
	*'user nobody configured, this is not safe!'*) ;;
	*) return 1 ;;
	esac
}

# lines_about_unit: those of stdin that name UNIT itself, not another unit whose name ends alike
lines_about_unit() {
	UNIT=$UNIT awk '{
		rest = $0; before = ""
		while ((at = index(rest, ENVIRON["UNIT"])) > 0) {
			before = at > 1 ? substr(rest, at - 1, 1) : before
			if (before !~ /[A-Za-z0-9:_.@\\-]/) { print; next }
			before = substr(rest, at + length(ENVIRON["UNIT"]) - 1, 1)
			rest = substr(rest, at + length(ENVIRON["UNIT"]))
		}
	}'
}

# is_verified → true where systemd was asked about the same text, but for the names of release and secrets, when the release
# that runs came. What is left to be asked is whether its programs are there.
is_verified() {
	local program
	[ -n "$WRITTEN" ] && [ "$WRITTEN" = "$STATE_CURRENT" ] && ! grep -q "^drop-in$TAB" "$WORK/foreign" &&
		same_but_for_names "$RUN/unit.read" "$RUN/unit" || return 1
	programs_of "$RUN/unit" >"$RUN/programs"
	while IFS= read -r program; do
		[ -x "$program" ] || return 1
	done <"$RUN/programs"
}

# programs_of UNIT_TEXT_FILE → prints the paths of the programs that it calls, a dash for one that is not written plainly
programs_of() {
	awk '
		/^[ \t]*Exec[A-Za-z]*[ \t]*=/ {
			sub(/^[^=]*=[ \t]*[-@:+!]*/, "")
			if ($0 != "") print ($1 ~ /^\/[A-Za-z0-9._\/+-]*$/ ? $1 : "-")
		}' "$1"
}

verify_unit() {
	local line refused=''
	step verify
	! is_verified || return 0
	mkdir -p "$RUN/verify"
	cp "$RUN/unit" "$RUN/verify/$UNIT"
	systemd-analyze verify --man=no "$RUN/verify/$UNIT" 2>&1 </dev/null | lines_about_unit >"$RUN/verify/lines"
	while IFS= read -r line; do
		harmless "$line" && continue
		say verify "${line#"$RUN/verify/"}"
		refused=${refused:-${line#"$RUN/verify/"}}
	done <"$RUN/verify/lines"
	[ -z "$refused" ] || fail verify "$refused"
}
