# What `systemctl show` printed, asked for by name without a fork.

# property NAME → VALUE, out of SHOWN
property() {
	VALUE=$NL$SHOWN
	case $VALUE in
	*"$NL$1="*)
		VALUE=${VALUE#*"$NL$1="}
		VALUE=${VALUE%%"$NL"*}
		;;
	*) VALUE='' ;;
	esac
}
