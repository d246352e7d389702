export declare const LONG_FILES: readonly string[];
export declare function longestFirst<File>(files: readonly File[], pathOf: (file: File) => string): File[];
