/** What the exclusive-access control of the CD-ROM class driver takes as a name (IOCTL_CDROM_EXCLUSIVE_ACCESS). */
const CLIENT_NAME = /^[A-Za-z0-9 .,:;_-]{1,62}$/;

export const isClientName = (name: unknown): name is string => typeof name === 'string' && CLIENT_NAME.test(name);
