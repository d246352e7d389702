# What this host remembers of the service: the file `state`, key=value lines for people and for us.

# read_state → STATE_*
read_state() {
	local key value
	STATE_OWNER='' STATE_URN='' STATE_CURRENT='' STATE_PREVIOUS='' STATE_DIRECTORY=''
	STATE_TX='' STATE_OUTCOME='' STATE_STEP='' STATE_CODE=''
	[ -f "$STATE" ] || return 0
	while IFS='=' read -r key value; do
		case $key in
		owner) STATE_OWNER=$value ;;
		urn) STATE_URN=$value ;;
		current) STATE_CURRENT=$value ;;
		previous) STATE_PREVIOUS=$value ;;
		directory) STATE_DIRECTORY=$value ;;
		transaction) STATE_TX=$value ;;
		outcome) STATE_OUTCOME=$value ;;
		step) STATE_STEP=$value ;;
		code) STATE_CODE=$value ;;
		esac
	done <"$STATE"
}

# write_state OUTCOME CODE: this transaction's outcome, with STATE_CURRENT, STATE_PREVIOUS and STATE_DIRECTORY as they are now
write_state() {
	STATE_OWNER=$TOKEN STATE_URN=$URN STATE_TX=$TX STATE_OUTCOME=$1 STATE_STEP=$STEP STATE_CODE=$2
	{
		echo "# Kept by pulumi-systemd. 'current' is the release that /etc/systemd/system/$UNIT names."
		echo "owner=$STATE_OWNER"
		echo "urn=$STATE_URN"
		echo "current=$STATE_CURRENT"
		echo "previous=$STATE_PREVIOUS"
		echo "directory=$STATE_DIRECTORY"
		echo "transaction=$STATE_TX"
		echo "outcome=$STATE_OUTCOME"
		echo "step=$STATE_STEP"
		echo "code=$STATE_CODE"
		echo "at=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
	} >"$STATE.new" && chmod 0644 "$STATE.new" && sync "$STATE.new" && mv -fT "$STATE.new" "$STATE" || {
		rm -f "$STATE.new"
		return 1
	}
}
