import { parseArgs } from "node:util";

export type DemoCommand =
  | {
      readonly verb: "play";
      /** Wait for Enter between chapters. */
      readonly pause: boolean;
      /** Leave the host up at the end, with the service, until Enter or Ctrl-C. */
      readonly keep: boolean;
      /** Where pictures of what the CLI shows are put. */
      readonly record: string | undefined;
    }
  | { readonly verb: "help" }
  | { readonly verb: "wrong"; readonly reason: string };

export const USAGE = `The scenario on a host made for it, told on the terminal with the real engine: a first deployment, a second one
that has nothing to do, a change, a release that doesn't start, a change by hand, and the end.

  npm run demo [-- --pause] [-- --keep]

  --pause        wait for Enter before each chapter
  --keep         leave out the end: service and host stay until Enter or Ctrl-C, and you are told how to reach them
  --record DIR   put pictures (SVG) of the CLI at work into DIR; this is how docs/pictures was made

Takes about three minutes. The first run on a machine also provides Pulumi's CLI and a host image, once. Everything is in
.pulumi-demo/ and is removed at the end, also after Ctrl-C. Colours are left out when NO_COLOR is set.
`;

export function parseCommandLine(args: readonly string[]): DemoCommand {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        pause: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        record: { type: "string" },
      },
    });
    if (values.help) return { verb: "help" };
    if (values.record === "") return { verb: "wrong", reason: "--record wants a directory" };
    return { verb: "play", pause: values.pause, keep: values.keep, record: values.record };
  } catch (error) {
    return { verb: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}
