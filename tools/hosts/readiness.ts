/**
 * A shell command that succeeds inside a host when sshd answers and logins are allowed ("System is booting up" is over).
 * Asked inside, so that the state of the network doesn't matter.
 */
export const IS_READY = `[ ! -e /run/nologin ] && exec bash -c '
  exec 3<> /dev/tcp/127.0.0.1/22 && read -r -t 2 banner <&3 && [ "\${banner#SSH-}" != "$banner" ]'`;

/** What root's commands run with, whatever the environment here is. */
export const ROOT_ENVIRONMENT: readonly string[] = [
  ...["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  ...["HOME=/root", "LANG=C.UTF-8"],
];
