/**
 * Property values as resources see them: plain data, with three things that plain data lacks. The adaptor turns the wire's
 * sentinels into these and back; nobody else knows the sentinels.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | Asset
  | Archive
  | Value[]
  | ValueMap;

export interface ValueMap {
  [property: string]: Value;
}

/** A value that only the update will know (preview). */
export class Unknown {
  static readonly value = new Unknown();
  private constructor() {}
}

/** A value that is never shown; `content` holds no further Secret at its top. */
export class Secret {
  constructor(readonly content: Value) {}
}

/** One file: exactly one of `path`, `text`, `uri`; none of them where the engine sends only the hash (olds). */
export class Asset {
  constructor(
    readonly hash: string | undefined,
    readonly from: { readonly path?: string; readonly text?: string; readonly uri?: string },
  ) {}
}

/** Many files: a directory or archive file by `path` or `uri`, or `assets` by name; none where only the hash is sent. */
export class Archive {
  constructor(
    readonly hash: string | undefined,
    readonly from: {
      readonly path?: string;
      readonly uri?: string;
      readonly assets?: Readonly<Record<string, Asset | Archive>>;
    },
  ) {}
}
