import os, socket, sys, time


def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.connect(os.environ["NOTIFY_SOCKET"])
        s.send(text.encode())


place = os.environ.get("CREDENTIALS_DIRECTORY")
if sys.argv[1] == "blurt":
    # What a careless daemon does.
    with open(os.path.join(place, "spoken")) as spoken:
        words = spoken.read()
    notify("STATUS=cannot log in with " + words)
    print("cannot log in with", words, file=sys.stderr, flush=True)
    time.sleep(1)
    sys.exit(1)
notify("READY=1\nSTATUS=serving")
while True:
    time.sleep(60)
