import fc from "fast-check";

/** Any text, halves of characters and all; what means something to HTML comes more often than by chance. */
export function anyText(): fc.Arbitrary<string> {
  const meaningful = fc.constantFrom(..."<>&\"'`/=-!;#. \n", "</", "<!--", "&#", "\u0000", "\u202e");
  const any = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  return fc.array(fc.oneof(meaningful, any), { maxLength: 40 }).map((parts) => parts.join(""));
}
