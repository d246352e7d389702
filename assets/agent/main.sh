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

. "$HERE/request.sh"
# shellcheck source=/dev/null
. "$WORK/request"

. "$HERE/parts.sh"
"$MODE"
