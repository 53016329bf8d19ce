/*
 * A library for LD_PRELOAD: two paths look like the nodes of an optical drive, whose commands go to `discwright serve`.
 *
 * What stands behind a descriptor of ours is a small file next to the socket, one for each node: a descriptor is ours if it
 * is open on that file. So dup(), fork(), exec() and close() need nothing of us, seeking moves the kernel's own file
 * position, and locks are the kernel's locks on that file, which go with the process that holds them.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include "serve-client.h"

#include <dlfcn.h>
#include <stddef.h>
#include <sys/types.h>

enum node_kind { NOT_OURS, BLOCK_NODE, GENERIC_NODE };

/* The function of this name behind ours. */
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
/* As open(2) on the node does. */
int node_open(enum node_kind kind, int flags);

/* commands.c */
const char *drive_socket(void);
/* The most bytes of one command, as a host adapter limits it. */
unsigned drive_max_bytes(void);
/* As serve_execute, for our drive; with DISCWRIGHT_PRELOAD_LOG the CDB and the first data to the drive go to that file. */
int drive_execute(const struct serve_command *command, struct serve_answer *answer);
/* Sends one command without the program's knowing; returns 0 if it succeeded, else -1 with the errno that sr would give. */
int drive_command(const unsigned char *cdb, unsigned cdb_length, enum serve_direction direction, void *data,
                  unsigned length, struct serve_answer *answer);
/* CDS_DISC_OK, CDS_NO_DISC, CDS_TRAY_OPEN or CDS_DRIVE_NOT_READY */
int drive_status(void);

/* block-reads.c */
long long node_size(void);

/* sg-io.c: SG_IO and what belongs to it; both answer like ioctl(2), or NOT_KNOWN. */
enum { NOT_KNOWN = -2 };
int sg_ioctl(enum node_kind kind, unsigned request, void *argument);
/* cdrom-ioctls.c: those of the block node. */
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
