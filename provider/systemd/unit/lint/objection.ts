/** What systemd would do with something in a unit, and what to write instead. Neither part repeats a value. */
export interface Objection {
  readonly consequence: string;
  readonly remedy: string;
}
