import fc from "fast-check";
import { characterObjection, lineObjection } from "../../../../provider/systemd/unit/literalText";

/** Strings that try to be something else in a unit file: quotes, escapes, specifiers, directives, comments. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          "'",
          "\\",
          "\\\\",
          "%",
          "%h",
          "$",
          "$$",
          "$",
          "{HOME}",
          "$HOME",
          ";",
          "\\;",
          "#",
          " # x",
          "=",
          " ",
        ],
        ...[
          "[Service]",
          "ExecStart=/bin/sh",
          "\\n",
          "\\x0a",
          "@",
          "-",
          "+",
          "!",
          "é",
          "\u{1f680}",
          "\u00a0",
          "a",
        ],
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** Whatever the validator lets into quotes. */
export const quotableText = hostileText.filter((text) => characterObjection(text) === undefined);

/** Whatever the validator lets stand to the end of a line. */
export const lineText = hostileText.filter((text) => text !== "" && lineObjection(text) === undefined);
