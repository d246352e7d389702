/** What a host has to answer. `before` is its answer to the same question when the chapter began. */
export interface Expectation {
  /** Completes `expected …`. */
  readonly wanted: string;
  readonly holds: (answer: string, before: string) => boolean;
}

/** Each of the texts, somewhere. */
export function shows(...texts: readonly string[]): Expectation {
  return {
    wanted: texts.map((text) => `“${text}”`).join(" and "),
    holds: (answer) => texts.every((text) => answer.includes(text)),
  };
}

/** The text and nothing else. */
export function is(text: string): Expectation {
  return { wanted: text === "" ? "nothing" : `“${text}”`, holds: (answer) => answer === text };
}

export const isAsBefore: Expectation = {
  wanted: "what it was before the chapter",
  holds: (answer, before) => answer === before,
};

export const isAnother: Expectation = {
  wanted: "something else than before the chapter",
  holds: (answer, before) => answer !== "" && answer !== before,
};
