# Time without a fork. Only differences of it mean anything: under lxcfs the start of /proc/uptime is not systemd's.

# now_ms → NOW_MS
now_ms() {
	local seconds rest
	read -r seconds rest </proc/uptime
	rest=${seconds#*.}
	# "07" would be octal.
	NOW_MS=$((${seconds%.*} * 1000 + (1$rest - 100) * 10))
}

# span_ms SPAN → SPAN_MS: a time span as systemctl show prints it ("1min 30s", "infinity" → empty; systemd.time(7))
span_ms() {
	local word number factor total_us=0
	SPAN_MS=''
	for word in $1; do
		number=${word%%[!0-9.]*}
		case $word in
		infinity) return ;;
		*us) factor=1 ;;
		*ms) factor=1000 ;;
		*min) factor=60000000 ;;
		*month) factor=2629800000000 ;;
		*s) factor=1000000 ;;
		*h) factor=3600000000 ;;
		*d) factor=86400000000 ;;
		*w) factor=604800000000 ;;
		*y) factor=31557600000000 ;;
		*) factor=0 ;;
		esac
		total_us=$((total_us + ${number%%.*} * factor))
		# systemctl writes 1.5s as "1.500s"; a thousandth is exact enough.
		case $number in
		*.*)
			number=${number#*.}00
			number=${number%"${number#???}"}
			total_us=$((total_us + (1$number - 1000) * factor / 1000))
			;;
		esac
	done
	SPAN_MS=$((total_us / 1000))
}
