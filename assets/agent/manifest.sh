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
	mode_faults "$tree" "$2"
}

# mode_faults TREE MANIFEST: stat takes many names at once; a few hundred stay far below the limit of an argument list
mode_faults() {
	local tree=$1 manifest=$2 kind hash mode path
	set --
	while IFS=$TAB read -r kind hash mode path; do
		[ "$kind" = f ] || continue
		if [ -f "$tree/$path" ]; then set -- "$@" "$tree/$path"; fi
		[ $# -lt 300 ] || {
			stat -c '%a %u %n' "$@"
			set --
		}
	done <"$manifest" >"$WORK/modes"
	[ $# -eq 0 ] || stat -c '%a %u %n' "$@" >>"$WORK/modes"
	TREE=$tree awk -F "$TAB" '
		NR == FNR {
			split($0, word, " ")
			found[substr($0, length(word[1] word[2]) + 3)] = "0" word[1] " " word[2]
			next
		}
		$1 == "f" {
			have = found[ENVIRON["TREE"] "/" $4]
			if (have != "" && have != $3 " 0") print FNR "\t" $4
		}' "$WORK/modes" "$manifest"
}

# faults TREE MANIFEST → "number path", each entry once, in the manifest's order
faults() {
	{
		file_faults "$1" "$2"
		shape_faults "$1" "$2"
	} | sort -n | uniq
}
