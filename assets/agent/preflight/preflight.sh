# Can this host take the release? Everything that speaks against it is found at once, and nothing is touched.

FINDINGS=0

# preflight: ends the operation when there are findings
preflight() {
	look_host_over
	[ "$FINDINGS" -eq 0 ] || {
		end_with refused preflight "$FINDINGS findings; nothing was touched"
		exit 0
	}
	[ -z "$ADOPTED" ] || fact now adopted "$ADOPTED"
}

# look_host_over → FINDINGS
look_host_over() {
	step preflight
	describe_host
	if [ "$SYSTEMD" = none ]; then
		finding not-systemd "process 1 is not systemd"
	else
		read_state
		recall_lost_record
		check_tools
		check_systemd_version
		check_owner
		check_service_dir
		check_directory
		check_unit_file "$(systemctl show -p FragmentPath --value "$UNIT" 2>/dev/null)"
		check_parents "$SERVICE_DIR" "$UNIT_FILE" ${DIRECTORY:+"$DIRECTORY"}
		check_service_tree
		check_accounts
		check_installable
		find_sources
		check_space
	fi
}

# describe_host → SYSTEMD (a number, or none) and the host event
describe_host() {
	local word boot='' machine='' words
	SYSTEMD=none
	if [ -d /run/systemd/system ]; then
		words=$(systemctl --version)
		# "systemd 252 (252.39-1~deb12u2)", "systemd 257~rc1 (…)"
		word=${words#systemd }
		SYSTEMD=${word%%[!0-9]*}
	fi
	[ ! -r /etc/machine-id ] || read -r machine </etc/machine-id
	# Containers on one kernel share its boot, and have namespaces of their own.
	[ ! -r /proc/sys/kernel/random/boot_id ] || {
		read -r boot </proc/sys/kernel/random/boot_id
		word=$(readlink /proc/1/ns/pid)
		# "pid:[4026531836]"
		word=${word#*"["}
		boot=$boot.${word%"]"}
	}
	event "host systemd=$SYSTEMD machine=$machine boot=$boot arch=$(uname -m)"
}

# check_tools → MISSING_TOOLS
check_tools() {
	local tool
	MISSING_TOOLS=''
	for tool in systemctl systemd-run systemd-analyze journalctl tar gzip awk sed grep sort tail stat df find install mkfifo \
		sha256sum cmp readlink sync timeout cut dd touch tr xargs; do
		command -v "$tool" >/dev/null || MISSING_TOOLS="$MISSING_TOOLS $tool"
	done
	[ -z "$MISSING_TOOLS" ] || finding tool-missing "this host lacks:$MISSING_TOOLS"
}

check_systemd_version() {
	[ "$SYSTEMD" -ge "$MIN_SYSTEMD" ] ||
		finding systemd-too-old "systemd $SYSTEMD is older than $MIN_SYSTEMD, which ${MIN_SYSTEMD_FOR:-this package} needs" \
			"have=$SYSTEMD want=$MIN_SYSTEMD"
}

# known_account passwd|group NAME: a number needs no entry
known_account() {
	case $2 in
	'' | *[!0-9]*) getent "$1" "$2" >/dev/null ;;
	esac
}

check_accounts() {
	if [ -n "$RUN_USER" ] && ! known_account passwd "$RUN_USER"; then
		if [ -z "$CREATE_USER" ]; then
			finding user-missing "user $RUN_USER does not exist: set createUser, or useradd --system $RUN_USER" "user=$RUN_USER"
		elif ! command -v useradd >/dev/null; then
			finding tool-missing "user $RUN_USER does not exist and this host lacks useradd to make it"
		fi
	fi
	if [ -n "$RUN_GROUP" ] && [ -z "$CREATE_USER" ] && ! known_account group "$RUN_GROUP"; then
		finding group-missing "group $RUN_GROUP does not exist: groupadd --system $RUN_GROUP" "group=$RUN_GROUP"
	fi
}

# check_installable: what is missing must be something that a package manager can bring
check_installable() {
	! command -v apt-get >/dev/null && ! command -v dnf >/dev/null && ! command -v zypper >/dev/null || return 0
	[ ! -s "$WORK/packages" ] ||
		finding no-package-manager "packages are wanted and this host has neither apt-get, dnf nor zypper"
	[ -z "$PYTHON" ] || can_make_environments ||
		finding python-missing "python3 with its venv module is missing, and there is no apt-get, dnf or zypper to install it"
}

# What a virtual environment with a few packages takes.
RUNTIME_KB=40960

# check_space: /opt takes the whole release, and what has to be sent waits in /run before
check_space() {
	local place=$SERVICE_DIR device total used free percent mount want=$NEED_KB upload
	while [ ! -d "$place" ]; do place=${place%/*}/ place=${place%/}; done
	[ -z "$PYTHON" ] || [ -d "$RUNTIMES" ] || want=$((want + RUNTIME_KB))
	df -Pk "${place:-/}" "$WORK" >"$WORK/space" || return 0
	upload=$(upload_kb)
	while read -r device total used free percent mount; do
		case $free in *[!0-9]* | '') continue ;; esac
		if [ "$free" -ge "$want" ]; then
			:
		elif [ "$mount" = /run ]; then
			finding no-space "/run has $free kB free, and what is sent waits there, in memory, and takes $want kB: \`mount -o remount,size=$((total + want))k /run\` (until the next boot)" \
				"path=/run free_kb=$free want_kb=$want"
		else
			finding no-space "$mount has $free kB free and the release takes $want kB" "path=$mount free_kb=$free want_kb=$want"
		fi
		want=$upload
	done <"$WORK/space"
}

# upload_kb → prints what the contents take that have to be sent (of a provider that tells no sizes: all of the release)
upload_kb() {
	if [ -e "$WORK/sizes" ]; then
		echo "$NEED" | awk '
			NR == FNR { bytes[FNR] = $1; next }
			{
				count = split($0, number, ",")
				for (i = 1; i <= count; i++) sum += bytes[number[i]]
				printf "%d\n", (sum + 1023) / 1024
			}' "$WORK/sizes" -
	else
		echo "$NEED_KB"
	fi
}
