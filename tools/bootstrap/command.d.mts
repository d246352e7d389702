export const USAGE: string;
export function programFor(command: string | undefined, args: readonly string[]): string[] | undefined;
