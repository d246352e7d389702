"""Runs app_notify.py with its three ways out (print, sdnotify, sleep) replaced by a list, and prints that list as JSON."""

import builtins
import json
import runpy
import sys
import time
import types

PINGS = 3
said = []


class SystemdNotifier:
    def notify(self, state):
        said.append(["notify", state])


def sleep(seconds):
    said.append(["sleep", seconds])
    if said.count(["notify", "WATCHDOG=1"]) == PINGS:
        raise SystemExit


tell = print
builtins.print = lambda line: said.append(["print", line])
time.sleep = sleep
sys.modules["sdnotify"] = types.SimpleNamespace(SystemdNotifier=SystemdNotifier)
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
except SystemExit:
    tell(json.dumps(said))
