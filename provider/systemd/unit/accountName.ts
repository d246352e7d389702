/** A wrong User= or Group=: `reason` continues a sentence about the value. */
export interface AccountObjection {
  readonly reason: string;
  readonly remedy: string;
}

/** Beyond this useradd and utmp give up (systemd's own strict rules end at 31). */
const NAME_LIMIT = 31;
/** 65535 and 4294967295 are how the kernel says "no user". */
const NO_ID = new Set([65_535, 4_294_967_295]);

/**
 * systemd accepts nearly anything as a user's name and finds out at exec time (217/USER). These are the rules of
 * systemd.exec(5) for names that are portable, and dots and `@` besides, which directories like LDAP bring.
 */
export function accountObjection(name: string): AccountObjection | undefined {
  if (/[<>]/.test(name)) {
    return {
      reason: "is a placeholder that was never filled in; systemd would take it for a user's name (217/USER)",
      remedy: "name the user that runs the service",
    };
  }
  // With a zero in front systemd takes it for neither a number nor a name, and refuses the unit.
  const isId = /^(?:0|[1-9][0-9]*)$/.test(name) && Number(name) <= 4_294_967_295 && !NO_ID.has(Number(name));
  const isName =
    /^[A-Za-z_][A-Za-z0-9_.@-]*\$?$/.test(name) && (name.length <= NAME_LIMIT || name.includes("@"));
  if (isId || isName) return undefined;
  return {
    reason: "is no name of a user or group",
    remedy: `write letters, digits, \`_\` and \`-\`, ${NAME_LIMIT} at most, the first a letter or \`_\`; or a numeric id`,
  };
}
