# New files by the dozen: two tars that rename on the way. A command for each of them would be most of what a large release
# takes.

# What goes into one pair; tar tries each of its expressions on each name.
DOZEN=64
# … and stays far below the limit of an argument.
DOZEN_BYTES=30000

# part_new: reads "blob source kind hash mode path", prints what place_entries has to do one by one. Of the rest, files that
# came with this transaction and that nothing stands in the place of (RUN/shapes), it makes lists in RUN/new: names of blobs,
# and how to rename them. Who is wanted twice in one list is called `./1` and `././1`.
part_new() {
	rm -rf "$RUN/new"
	mkdir "$RUN/new"
	NEW=$RUN/new LIMIT=$DOZEN LIMIT_BYTES=$DOZEN_BYTES awk -F "$TAB" '
		function literal(text) {
			gsub(/[\\&|]/, "\\\\&", text)
			return text
		}
		FILENAME == ARGV[1] {
			split($1, word, " ")
			there[substr($1, length(word[1] word[2] word[3]) + 4)]
			next
		}
		$3 != "f" || $2 != "-" || $6 in there { print; next }
		{
			list = current[$5]
			if (list == "" || ++count[list] > ENVIRON["LIMIT"] || bytes[list] > ENVIRON["LIMIT_BYTES"]) {
				if (list != "") { close(list ".names"); close(list ".sed") }
				list = current[$5] = ENVIRON["NEW"] "/" $5 "." ++lists
				count[list] = 1
			}
			name = $1
			for (again = uses[list, $1]++; again >= 0; again--) name = "./" name
			print name > (list ".names")
			gsub(/\./, "[.]", name)
			expression = "s|^" name "$|" literal($6) "|;"
			bytes[list] += length(expression)
			printf "%s", expression > (list ".sed")
		}' "$RUN/shapes" -
}

# place_new TREE: what part_new found
place_new() {
	local list mode
	mkdir -p "$1"
	for list in "$RUN/new"/*.names; do
		[ -e "$list" ] || return 0
		mode=${list##*/}
		tar -cf - -C "$RUN/blobs" --mode="${mode%%.*}" --owner=0 --group=0 --transform="$(cat "${list%names}sed")" -T "$list" |
			tar -xmpf - -C "$1"
	done
}
