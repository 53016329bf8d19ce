/**
 * `CallerName` of CDROM_EXCLUSIVE_LOCK, its terminating zero included (ntddcdrm.h). Microsoft's page on the control code has
 * one character less; the driver that it publishes takes what the structure has room for.
 */
export const CDROM_EXCLUSIVE_CALLER_LENGTH = 64;

const LONGEST = CDROM_EXCLUSIVE_CALLER_LENGTH - 1;
const OWNER_NAME = new RegExp(`^[A-Za-z0-9 .,:;_-]{1,${LONGEST}}$`);

/** The rule, to complete "Give ..." or "a name has ...". */
export const OWNER_NAME_RULE = `1 to ${LONGEST} characters of A-Z a-z 0-9 space . , : ; _ and -`;

/** Whether a program may take a drive under this name. Windows has the strictest rule, so it is the rule everywhere. */
export const isOwnerName = (name: unknown): name is string => typeof name === 'string' && OWNER_NAME.test(name);

/** @throws RangeError when a program cannot take a drive under this name */
export function requireOwnerName(name: string): void {
  if (!isOwnerName(name)) throw new RangeError(`'${name}' cannot name an owner: a name has ${OWNER_NAME_RULE}`);
}
