# A tree of files against its manifest (docs/agent-protocol.md §2): what is missing or other than it should be.
# What the manifest doesn't name is nobody's fault: a service that runs as root leaves __pycache__ beside its files.

# checksum_lines TREE MANIFEST → a list for `sha256sum -c`, in the manifest's order, which marks names with a backslash by one
checksum_lines() {
	TREE=$1 awk -F "$TAB" '
		$1 == "f" {
			path = ENVIRON["TREE"] "/" $4
			mark = gsub(/\\/, "&&", path) ? "\\" : ""
			print mark $2 "  " path
		}' "$2"
}

# file_faults TREE MANIFEST → "number path" of the files with other contents.
# sha256sum answers line by line in the order it was asked, which spares us to read names back.
file_faults() {
	checksum_lines "$1" "$2" | sha256sum -c 2>/dev/null |
		awk -F "$TAB" '
			NR == FNR { good[NR] = /: OK$/; next }
			$1 == "f" && !good[++asked] { print FNR "\t" $4 }' - "$2"
}

# shape_faults TREE MANIFEST → "number path" of entries of another kind or mode, or with another link target
shape_faults() {
	local tree=$1 kind hash mode path number=0 target
	while IFS=$TAB read -r kind hash mode path; do
		number=$((number + 1))
		case $kind in
		f) [ -f "$tree/$path" ] && [ ! -L "$tree/$path" ] && continue ;;
		d) [ -d "$tree/$path" ] && [ ! -L "$tree/$path" ] && continue ;;
		l)
			if [ -L "$tree/$path" ]; then
				target=$(readlink "$tree/$path")
				[ "$target" != "$hash" ] || continue
			fi
			;;
		esac
		printf '%s\t%s\n' "$number" "$path"
	done <"$2"
	holder_faults "$tree" "$2"
	mode_faults "$tree" "$2"
}

# holders MANIFEST → "number path" of the directories that hold entries, each with the number of its first one and before what
# is below it
holders() {
	awk -F "$TAB" '
		{
			depth = split($4, name, "/") - 1
			path = ""
			for (i = 1; i <= depth; i++) {
				path = path (i > 1 ? "/" : "") name[i]
				if (!seen[path]++) print FNR "\t" path
			}
		}' "$1"
}

# holder_faults TREE MANIFEST: a link in place of a directory would lead us, and the service, out of the tree. (What is
# missing is told by the entries.)
holder_faults() {
	local tree=$1 number path
	holders "$2" >"$WORK/holders"
	while IFS=$TAB read -r number path; do
		[ -d "$tree/$path" ] && [ ! -L "$tree/$path" ] && continue
		[ ! -e "$tree/$path" ] && [ ! -L "$tree/$path" ] || printf '%s\t%s\n' "$number" "$path"
	done <"$WORK/holders"
}

# mode_faults TREE MANIFEST: what has another mode than it should have, or is not root's
mode_faults() {
	local tree=$1
	{
		awk -F "$TAB" '$1 == "f" { print $4 }' "$2"
		cut -f 2 "$WORK/holders"
	} | stat_all "$tree" >"$WORK/modes"
	TREE=$tree awk -F "$TAB" '
		FILENAME == ARGV[1] {
			split($0, word, " ")
			found[substr($0, length(word[1] word[2]) + 3)] = "0" word[1] " " word[2]
			next
		}
		{ have = found[ENVIRON["TREE"] "/" (FILENAME == ARGV[2] ? $2 : $4)] }
		# A directory takes its special bits from the one above it.
		FILENAME == ARGV[2] { if (have != "" && have !~ /755 0$/) print; next }
		$1 == "f" && have != "" && have != $3 " 0" { print FNR "\t" $4 }' "$WORK/modes" "$WORK/holders" "$2"
}

# stat_all TREE: reads paths, prints "mode uid path" of those that are there. stat takes many names at once; a few hundred
# stay far below the limit of an argument list.
stat_all() {
	local tree=$1 path
	set --
	while IFS= read -r path; do
		if [ -e "$tree/$path" ]; then set -- "$@" "$tree/$path"; fi
		[ $# -lt 300 ] || {
			stat -c '%a %u %n' "$@"
			set --
		}
	done
	[ $# -eq 0 ] || stat -c '%a %u %n' "$@"
}

# faults TREE MANIFEST → "number path", each entry once, in the manifest's order
faults() {
	{
		file_faults "$1" "$2"
		shape_faults "$1" "$2"
	} | sort -n | uniq
}
