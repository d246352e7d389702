# Which release a rollback goes to.

# targets → prints the releases that can be put back, one a line
targets() {
	local release
	for release in "$RELEASES"/*; do
		! is_target "${release##*/}" || echo "${release##*/}"
	done
}

# find_target PREFIX → TARGET, or REFUSAL in words. Without a prefix it is the release before the one that runs; where one is
# on trial that was never committed, the one that was.
find_target() {
	TARGET='' REFUSAL=''
	if [ -n "$1" ]; then
		find_named "$1" || return
	elif [ -e "$TRIAL" ]; then
		TARGET=$WRITTEN
	else
		TARGET=$STATE_PREVIOUS
	fi
	if [ -z "$TARGET" ]; then
		REFUSAL="there is no release before the one that runs"
	elif [ ! -e "$RELEASES/$TARGET/complete" ]; then
		REFUSAL="release $(short "$TARGET") is no longer on disk"
	elif [ ! -e "$RELEASES/$TARGET/criteria" ]; then
		REFUSAL="release $(short "$TARGET") was never ready on this host"
	fi
	[ -z "$REFUSAL" ]
}

find_named() {
	local release found=''
	case $1 in
	*[!0-9A-Za-z]*)
		REFUSAL="'$(printable "$1")' is no name of a release"
		return 1
		;;
	esac
	for release in "$RELEASES/$1"*; do
		[ -d "$release" ] || continue
		[ -z "$found" ] || {
			REFUSAL="more than one release begins with $1: $(short "$found"), $(short "${release##*/}")"
			return 1
		}
		found=${release##*/}
	done
	TARGET=$found
	[ -n "$TARGET" ] || {
		REFUSAL="no release on disk begins with $1"
		return 1
	}
}
