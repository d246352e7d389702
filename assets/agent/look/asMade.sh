# Directories whose contents no manifest knows, against a list of how they were made: modes, sizes and times tell.

# differences LIST: reads lines of three words and a path, as they are now → "kind path" lines, where LIST has others
differences() {
	awk '
		{ path = $0; for (i = 0; i < 3; i++) sub(/^[^ ]* /, "", path); sub(/^\.\//, "", path) }
		FILENAME == ARGV[1] { made[path] = $0; next }
		!(path in made) { print "added\t" path; next }
		made[path] != $0 { print "changed\t" path }
		{ delete made[path] }
		END { for (path in made) print "removed\t" path }' "$1" - | sort
}
