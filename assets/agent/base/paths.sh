# Where things are. Whatever survives a reboot is below SERVICE_DIR or is the unit file; /run holds the rest.
SERVICE_DIR=/opt/$NAME
RELEASES=$SERVICE_DIR/releases
RELEASE=$RELEASES/$DIGEST
RUNTIMES=$SERVICE_DIR/runtimes
CREDENTIALS=$SERVICE_DIR/credentials
INCOMING=$SERVICE_DIR/.incoming
STATE=$SERVICE_DIR/state
HISTORY=$SERVICE_DIR/history
# For people, and the agent that it goes by.
COMMAND=$SERVICE_DIR/pulumi-systemd
AGENTS=$SERVICE_DIR/agent
# What others had made, and we displaced.
SET_ASIDE=$SERVICE_DIR/set-aside

UNIT_DIR=/etc/systemd/system
UNIT_FILE=$UNIT_DIR/$UNIT
# Where the next text of it lies for a moment.
UNIT_NEW=$UNIT_DIR/.$UNIT.pulumi-systemd
# Outranks UNIT_DIR (systemd.unit(5)) and is gone after a reboot.
TRIAL_DIR=/run/systemd/system.control
TRIAL=$TRIAL_DIR/$UNIT

RUN_ROOT=/run/pulumi-systemd
RUN_DIR=$RUN_ROOT/$NAME
RUN=$RUN_DIR/$TX
# Present while the process that runs may be another than the one the unit file speaks of. Gone after a reboot, like the process.
SUSPECT=$RUN_DIR/suspect
HOLDER=$RUN_DIR/holder
LOCK=pulumi-systemd-$NAME.service

# is_there PATH: also a link that leads nowhere
is_there() {
	[ -e "$1" ] || [ -L "$1" ]
}
