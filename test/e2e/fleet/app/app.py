import os
import socket
import sys
import time

# On such a host one release fails, and those before it don't.
if os.path.exists("/etc/fails") and "another" + " release" in open(__file__).read():
    sys.exit("cannot open the database")
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
    channel.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
time.sleep(86400)
