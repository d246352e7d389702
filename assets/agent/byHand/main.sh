#!/bin/sh
# /opt/<NAME>/pulumi-systemd, for people at a host whose Pulumi is out of reach (docs/without-pulumi.md). It goes by the agent
# that the last deployment left beside it, and a rollback is a transaction like any other.
#   main.sh NAME UNIT [VERB [ARGUMENT]]
# shellcheck source-path=SCRIPTDIR/..
set -u
HERE=${0%/byHand/main.sh}
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH"

. "$HERE/request.sh"
MODE=foreground WORK='' NAME=$1 UNIT=$2
shift 2
. "$HERE/parts.sh"
. "$HERE/byHand/words.sh"
. "$HERE/byHand/running.sh"
. "$HERE/byHand/status.sh"
. "$HERE/byHand/history.sh"
. "$HERE/byHand/target.sh"
. "$HERE/byHand/who.sh"
. "$HERE/byHand/narrate.sh"
. "$HERE/byHand/rollback.sh"

help() {
	cat <<END
$COMMAND VERB

  status              what runs as $UNIT, whether it is as deployed, and how the last deployment ended
  history             what happened here, newest first, and which releases can be put back
  rollback [RELEASE]  back to the release before, or to RELEASE (the first characters of its name suffice): started,
                      watched and committed as when it was deployed; what runs now comes back should it fail

Works without Pulumi. Pulumi sees a rollback by hand in its next \`pulumi refresh\`, and undoes nothing unasked.
Exit codes: status 0 active, 3 not active, 4 unknown; rollback 0 done, 1 refused or undone; 2 for a wrong command line.
END
}

misused() {
	echo "$1; $COMMAND --help tells what there is" >&2
	exit 2
}

case ${1:-} in
--help | -h | help) help ;;
status | history)
	[ $# -eq 1 ] || misused "$1 takes no argument"
	"show_$1"
	;;
rollback)
	[ $# -le 2 ] || misused "rollback takes one release"
	go_back_to "${2:-}"
	;;
'') misused "a verb is missing" ;;
*) misused "there is no verb $1" ;;
esac
