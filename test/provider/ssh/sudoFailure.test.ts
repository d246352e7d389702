import { expect, it } from "vitest";
import { sudoFailure } from "../../../provider/ssh/sudoFailure";

it.each([
  ["sudo: sorry, you must have a tty to run sudo", "sudo wants a terminal (requiretty in its sudoers)"],
  [
    "guest is not in the sudoers file.  This incident will be reported.",
    "the user may not become root with sudo",
  ],
  ["guest is not in the sudoers file.", "the user may not become root with sudo"],
  [
    "Sorry, user guest is not allowed to execute '/usr/bin/sh -c x' as root on web1.",
    "the user may not become root with sudo",
  ],
  ["Sorry, user guest may not run sudo on web1.", "the user may not become root with sudo"],
  ["sudo-rs: I'm sorry guest. I'm afraid I can't do that", "the user may not become root with sudo"],
  ["Sorry, try again.\nsudo: 1 incorrect password attempt", "sudo refused the password"],
  ["sudo-rs: 3 incorrect authentication attempts", "sudo refused the password"],
  ["sudo: account validation failure, is your account locked?", "sudo did not make us root"],
  ["", "sudo did not make us root"],
])("sudo ends after %j", (stderr, problem) => {
  expect(sudoFailure("ended", stderr).problem).toBe(problem);
});

it("quotes sudo's last words", () => {
  const { details } = sudoFailure(
    "ended",
    "sudo: a password is required\nsudo: PAM account management error\n",
  );
  expect(details?.at(-1)).toBe("It said: sudo: PAM account management error");
});
