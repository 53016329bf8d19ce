/*
 * A library for LD_PRELOAD: two paths look like the nodes of an optical drive, whose commands go to `discwright serve`.
 *
 * A descriptor of ours is really open on a small file next to the socket, one for each node: that is how we know it. So dup(),
 * fork(), exec() and close() need no code here, seeking moves the kernel's own file position, and locks are the kernel's
 * locks on that file, which end with the process that holds them.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include "serve-client.h"

#include <dlfcn.h>
#include <stddef.h>
#include <sys/types.h>

enum node_kind { NOT_OURS, BLOCK_NODE, GENERIC_NODE };

/* The function of this name that ours replaces. */
#define NEXT(name)                                                     \
  ({                                                                   \
    static __typeof__(&name) next_function;                            \
    if (!next_function) *(void **)&next_function = dlsym(RTLD_NEXT, #name); \
    next_function;                                                     \
  })

/* nodes.c */
enum node_kind node_of_path(const char *path);
enum node_kind node_of_descriptor(int descriptor);
unsigned node_major(enum node_kind kind);
/* Like open(2) on the node. */
int node_open(enum node_kind kind, int flags);

/* commands.c */
const char *drive_socket(void);
/* The most data of one command, in bytes, as a host adapter limits it. */
unsigned drive_max_bytes(void);
/* Like serve_execute, for our drive. With DISCWRIGHT_PRELOAD_LOG, that file gets a line for the command. */
int drive_execute(const struct serve_command *command, struct serve_answer *answer);
/* Sends a command of our own; returns 0 if it succeeded, else -1 with the errno that sr would give. */
int drive_command(const unsigned char *cdb, unsigned cdb_length, enum serve_direction direction, void *data,
                  unsigned length, struct serve_answer *answer);
/* CDS_DISC_OK, CDS_NO_DISC, CDS_TRAY_OPEN or CDS_DRIVE_NOT_READY */
int drive_status(void);

/* block-reads.c */
long long node_size(void);

/* sg-io.c: SG_IO and the ioctls around it; both functions return what ioctl(2) would, or NOT_KNOWN. */
enum { NOT_KNOWN = -2 };
int sg_ioctl(enum node_kind kind, unsigned request, void *argument);
/* cdrom-ioctls.c: the ioctls of the block node. */
int cdrom_ioctl(unsigned request, void *argument);

static inline int refuse(int error) {
  extern int *__errno_location(void);
  *__errno_location() = error;
  return -1;
}

static inline unsigned big_endian_u32(const unsigned char *bytes) {
  return (unsigned)bytes[0] << 24 | (unsigned)bytes[1] << 16 | (unsigned)bytes[2] << 8 | bytes[3];
}

#endif
