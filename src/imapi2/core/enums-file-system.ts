// Enumerations of the IMAPI2FS type library: member names and numbers unchanged.

/** The file systems of an image: bits (IFileSystemImage::get_FileSystemsToCreate). */
export const FsiFileSystems = {
  FsiFileSystemNone: 0x0,
  FsiFileSystemISO9660: 0x1,
  FsiFileSystemJoliet: 0x2,
  FsiFileSystemUDF: 0x4,
  FsiFileSystemUnknown: 0x40000000,
} as const;
/** A value of the constant of the same name. */
export type FsiFileSystems = (typeof FsiFileSystems)[keyof typeof FsiFileSystems];

/** For which computers a boot image is (IBootOptions::get_PlatformId). */
export const PlatformId = {
  PlatformX86: 0x0,
  PlatformPowerPC: 0x1,
  PlatformMac: 0x2,
  PlatformEFI: 0xef,
} as const;
/** A value of the constant of the same name. */
export type PlatformId = (typeof PlatformId)[keyof typeof PlatformId];

/** What the BIOS takes a boot image for (IBootOptions::get_Emulation). */
export const EmulationType = {
  EmulationNone: 0,
  Emulation12MFloppy: 1,
  Emulation144MFloppy: 2,
  Emulation288MFloppy: 3,
  EmulationHardDisk: 4,
} as const;
/** A value of the constant of the same name. */
export type EmulationType = (typeof EmulationType)[keyof typeof EmulationType];

/** What there is under a path (IFileSystemImage::Exists). */
export const FsiItemType = {
  FsiItemNotFound: 0,
  FsiItemDirectory: 1,
  FsiItemFile: 2,
} as const;
/** A value of the constant of the same name. */
export type FsiItemType = (typeof FsiItemType)[keyof typeof FsiItemType];
