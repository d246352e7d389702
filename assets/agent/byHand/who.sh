# Who sits at the keyboard.

# who_asks → BY_HAND: who logged in (the kernel remembers through every su and sudo), else who called sudo, else who this is
who_asks() {
	local uid='' name=''
	[ ! -r /proc/self/loginuid ] || read -r uid </proc/self/loginuid
	# 4294967295 is -1: nobody logged in.
	case $uid in
	'' | 0 | 4294967295) ;;
	*) name=$(getent passwd "$uid") ;;
	esac
	name=${name%%:*}
	BY_HAND=$(printable "${name:-${SUDO_USER:-$(id -un)}}")
}
