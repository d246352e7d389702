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

it("quotes sudo's words once, without its prompt and without the answer to our probe", () => {
  const stderr = "sudo: a password is required\n[sudo: ] Password:\nsudo: PAM error\nsudo: PAM error\n";
  expect(sudoFailure("ended", stderr).details?.at(-1)).toBe("It said: sudo: PAM error");
});
