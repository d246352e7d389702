export function needsInstall(times: { lockfile: number; installed: number | undefined }): boolean;
export function needsBuild(times: { sources: readonly number[]; built: number | undefined }): boolean;
