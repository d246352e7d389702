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

# shape_faults TREE MANIFEST → "number path" of entries of another kind, mode or owner, or with another link target; and of
# the directories that hold them
shape_faults() {
	holder_faults "$1" "$2"
	shapes "$1" >"$WORK/shapes"
	awk -F "$TAB" '
		FILENAME == ARGV[1] {
			split($1, word, " ")
			path = substr($1, length(word[1] word[2] word[3]) + 4)
			kind[path] = word[1]
			mode[path] = word[2]
			uid[path] = word[3]
			target[path] = $2
			next
		}
		# A directory takes its special bits from the one above it. What lies behind a link is told by the link.
		FILENAME == ARGV[2] {
			if (kind[$2] == "d" && (mode[$2] !~ /755$/ || uid[$2] != 0)) print
			if (kind[$2] == "l") linked[$2]
			next
		}
		$1 == "f" && kind[$4] == "f" && "0" mode[$4] == $3 && uid[$4] == 0 { next }
		$1 == "d" && kind[$4] == "d" { next }
		$1 == "l" && kind[$4] == "l" && target[$4] == $2 { next }
		{
			for (holder = $4; sub(/\/[^\/]*$/, "", holder);) if (holder in linked) next
			print FNR "\t" $4
		}' "$WORK/shapes" "$WORK/holders" "$2"
}

# shapes TREE → "kind mode uid path<TAB>target" of all that is below TREE, in one go however much it is. No entry of a manifest
# has a line break or a tab, and what has one could pass for another line here.
shapes() {
	find "$1/" -mindepth 1 \( -name "*[$TAB$NL]*" -o -lname "*[$TAB$NL]*" \) -prune -o -printf '%y %m %U %P\t%l\n' 2>/dev/null
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

# faults TREE MANIFEST → "number path", each entry once, in the manifest's order
faults() {
	{
		file_faults "$1" "$2"
		shape_faults "$1" "$2"
	} | sort -u -k 1,1n -k 2
}
