#!/bin/sh
# The agent: carries one operation out on this host (docs/agent-protocol.md).
#   main.sh WORK NONCE            in the foreground, for whoever is at the other end of the channel
#   main.sh WORK NONCE detached   the transaction itself, as the transient unit that is its own lock
#   main.sh WORK NONCE recover    after that unit has ended, well or not
set -u
WORK=$1
NONCE=$2
MODE=${3:-foreground}
HERE=$WORK/agent
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH"

# shellcheck disable=SC2034
OP='' UNIT='' NAME='' TX='' TOKEN='' URN='' DIGEST='' DIRECTORY='' RUN_USER='' RUN_GROUP='' CREATE_USER='' PYTHON='' \
	MIN_SYSTEMD=0 NEED_KB=0 UNIT_TYPE='' ENABLE='' READY_TIMEOUT_S=120 MIN_HEALTHY_S=10 WATCHDOG_PING='' \
	ON_FAILURE=rollback HISTORY_LIMIT=5 LOCK_TIMEOUT_S=60 KEEP_STATE=1 PAUSE_AT=''
# shellcheck source=/dev/null
. "$WORK/request"

. "$HERE/paths.sh"
. "$HERE/events.sh"
. "$HERE/pause.sh"
. "$HERE/clock.sh"
. "$HERE/state.sh"
. "$HERE/observe.sh"
. "$HERE/manifest.sh"
if [ "$MODE" = foreground ]; then
	. "$HERE/safeParents.sh"
	. "$HERE/ownership.sh"
	. "$HERE/preflight.sh"
	. "$HERE/need.sh"
	. "$HERE/lock.sh"
	. "$HERE/follow.sh"
	. "$HERE/foreground.sh"
else
	. "$HERE/setAside.sh"
	. "$HERE/stage.sh"
	. "$HERE/command.sh"
	. "$HERE/account.sh"
	. "$HERE/packages.sh"
	. "$HERE/runtime.sh"
	. "$HERE/verify.sh"
	. "$HERE/plan.sh"
	. "$HERE/trial.sh"
	. "$HERE/verdict.sh"
	. "$HERE/watch.sh"
	. "$HERE/judge.sh"
	. "$HERE/criteria.sh"
	. "$HERE/installLinks.sh"
	. "$HERE/commit.sh"
	. "$HERE/journal.sh"
	. "$HERE/diagnose.sh"
	. "$HERE/rollback.sh"
	. "$HERE/prune.sh"
	. "$HERE/remove.sh"
	. "$HERE/transaction.sh"
	. "$HERE/recover.sh"
fi
"$MODE"
