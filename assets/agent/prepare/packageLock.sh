# Another package manager at work: unattended upgrades, a second admin. apt waits for its locks as well, but doesn't say for
# whom, can't be cancelled, and gives up at once where package lists are concerned; so the waiting is done here.

# From asking to taking, somebody else may be faster: what apt itself waits for then.
APT_LOCK_S=30

# What apt and dpkg lock, by fcntl(2).
PACKAGE_LOCKS='/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock'

# await_package_lock: until no one holds any of them, for as long as it would wait for another deployment
await_package_lock() {
	local since_ms waited_s said='' line
	now_ms
	since_ms=$NOW_MS
	while find_package_holder; do
		safe_point
		now_ms
		waited_s=$(((NOW_MS - since_ms) / 1000))
		[ "$waited_s" -lt "$LOCK_TIMEOUT_S" ] ||
			fail package-lock "$PACKAGE_HOLDER has had the package manager's lock for more than ${waited_s}s"
		line="waiting for another package manager: $PACKAGE_HOLDER"
		[ "$line" = "$said" ] || say progress "$line"
		said=$line
		sleep 1
	done
}

# find_package_holder → PACKAGE_HOLDER, a process in words; false when there is none
find_package_holder() {
	local file inode order kind mode access pid place rest
	for file in $PACKAGE_LOCKS; do
		inode=$(stat -c %i "$file" 2>/dev/null) || continue
		while read -r order kind mode access pid place rest; do
			[ "${place##*:}" = "$inode" ] && [ "$kind" != '->' ] && holds_open "$pid" "$file" || continue
			PACKAGE_HOLDER="process $pid ($(process_in_words "$pid")) holds $file"
			return 0
		done </proc/locks
	done
	return 1
}

# holds_open PID FILE: an inode's number alone may be that of a file on another file system
holds_open() {
	local descriptor
	for descriptor in "/proc/$1/fd"/*; do
		[ "$descriptor" -ef "$2" ] && return 0
	done
	return 1
}

# process_in_words PID → what it was started as, by whom, and in which unit
process_in_words() {
	local command user unit
	command=$(tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null)
	user=$(stat -c %U "/proc/$1" 2>/dev/null)
	unit=$(sed -n 's|.*/\([^/]*\.service\)$|\1|p' "/proc/$1/cgroup" 2>/dev/null | head -n 1)
	printf '%.100s, user %s%s' "${command% }" "${user:-unknown}" "${unit:+, $unit}"
}
