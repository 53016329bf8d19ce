/**
 * `CallerName` of CDROM_EXCLUSIVE_LOCK, including its terminating zero (ntddcdrm.h). Microsoft's page on the control code
 * allows one character less; the driver that Microsoft publishes accepts whatever fits into the structure.
 */
export const CDROM_EXCLUSIVE_CALLER_LENGTH = 64;

const LONGEST = CDROM_EXCLUSIVE_CALLER_LENGTH - 1;
const OWNER_NAME = new RegExp(`^[A-Za-z0-9 .,:;_-]{1,${LONGEST}}$`);

/** The rule, as the end of "Give ..." or "a name has ...". */
export const OWNER_NAME_RULE = `1 to ${LONGEST} characters of A-Z a-z 0-9 space . , : ; _ and -`;

/** Whether a program may take a drive under this name. Windows has the strictest rule, so its rule applies everywhere. */
export const isOwnerName = (name: unknown): name is string => typeof name === 'string' && OWNER_NAME.test(name);

/** @throws RangeError when a program cannot take a drive under this name */
export function requireOwnerName(name: string): void {
  if (!isOwnerName(name)) throw new RangeError(`'${name}' is not a valid owner name: a name has ${OWNER_NAME_RULE}`);
}
