# What a request may say (docs/agent-protocol.md §2), and what counts where it says nothing.
# shellcheck disable=SC2034
OP='' UNIT='' NAME='' TX='' TOKEN='' URN='' DIGEST='' DIRECTORY='' ADOPT='' RUN_USER='' RUN_GROUP='' CREATE_USER='' PYTHON='' \
	MIN_SYSTEMD=0 MIN_SYSTEMD_FOR='' NEED_KB=0 UNIT_TYPE='' ENABLE='' READY_TIMEOUT_S=120 MIN_HEALTHY_S=10 WATCHDOG_PING='' \
	ON_FAILURE=rollback HISTORY_LIMIT=5 LOCK_TIMEOUT_S=60 CLEAN='' UNIT_SHA256='' PAUSE_AT='' KNOWN='' DISPLACE='' \
	BY_HAND='' LEAVING=''
