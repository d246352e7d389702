"""Ready at once, with nothing but Python's standard library."""

import os
import socket
import time

from revision import REVISION


def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])


notify(f"READY=1\nSTATUS=revision {REVISION}")
while True:
    notify("WATCHDOG=1")
    time.sleep(0.5)
