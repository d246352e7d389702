"""A daemon with a long start that tells systemd when it is ready, and then that it is alive."""

import time

from sdnotify import SystemdNotifier

PREPARATION_S = 10
PING_INTERVAL_S = 5  # a third of the unit's WatchdogSec=15, which so forgives a late one


def prepare() -> None:
    """Stands for what makes a real start long: warm caches, open ports, migrate data."""
    time.sleep(PREPARATION_S)


def work() -> None:
    """Stands for one round of real work. Pinging from its loop tells that work goes on, not just that a process exists."""
    time.sleep(PING_INTERVAL_S)


def main() -> None:
    notifier = SystemdNotifier()

    print("Démarrage de l'application, préparation en cours...")
    # sdnotify encodes latin-1 and systemd reads UTF-8: in what is sent to systemd, ASCII is the common ground.
    notifier.notify("STATUS=Preparing")
    prepare()

    # In a message of its own: one unencodable character elsewhere in it would cost the READY too.
    notifier.notify("READY=1")
    print("Application prête, notification envoyée à systemd")
    notifier.notify("STATUS=Working")

    while True:
        notifier.notify("WATCHDOG=1")
        work()


if __name__ == "__main__":
    main()
