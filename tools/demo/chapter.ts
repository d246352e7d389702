import type { Expectation } from "./expectation";

/** The CLI at work, shown as it is. */
export interface PulumiStep {
  readonly kind: "pulumi";
  readonly arguments: readonly string[];
  readonly ends: "well" | "with an error";
  /** Worth a picture (`--record`): its file, and texts by which to know the moments to catch beside the last one. */
  readonly picture?: { readonly file: string; readonly moments: readonly string[] };
}

/** A line of the app becomes another one. */
export interface EditStep {
  readonly kind: "edit";
  /** Relative to the project. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What somebody does on the host, without Pulumi. */
export interface ByHandStep {
  readonly kind: "by hand";
  readonly command: string;
}

/** A question to the host, whose answer proves what the chapter says. */
export interface ProofStep {
  readonly kind: "proof";
  readonly command: string;
  readonly answer: Expectation;
  /** What it proves, as a statement. */
  readonly proves: string;
}

export type Step = PulumiStep | EditStep | ByHandStep | ProofStep;

export interface Chapter {
  readonly title: string;
  /** What will happen; told before. */
  readonly intent: string;
  readonly steps: readonly Step[];
  /** What was worth noticing; told after. */
  readonly notice: string;
}
