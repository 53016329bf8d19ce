/** A drive as the user named it, in the form that CreateFileW accepts. */
export interface DevicePath {
  /** `\\.\D:`. */
  readonly device: string;
  /** `D:\`, for GetDriveTypeW; undefined for a name without a letter. */
  readonly root?: string;
}

/** Accepts `D:`, `D:\`, `\\.\D:` and `\\.\CdRom0`; undefined for anything else, so that no hard disk is opened by mistake. */
export function devicePathOf(path: string): DevicePath | undefined {
  const letter = /^(?:\\\\[.?]\\)?([A-Za-z]):\\?$/.exec(path)?.[1]?.toUpperCase();
  if (letter !== undefined) return { device: `\\\\.\\${letter}:`, root: `${letter}:\\` };
  const name = /^\\\\[.?]\\(CdRom\d{1,4})$/i.exec(path)?.[1];
  return name === undefined ? undefined : { device: `\\\\.\\${name}` };
}
