/* Which paths and descriptors are ours, and opening them. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/cdrom.h>
#include <linux/major.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A byte past everything that a program may lock in the nodes' files; whoever has locked it has the node. */
#define OWNER_BYTE ((off_t)1 << 61)

struct identity {
  int known;
  dev_t device;
  ino_t inode;
};

static struct identity identities[GENERIC_NODE + 1];

static const char *path_from(const char *variable, const char *otherwise) {
  const char *path = getenv(variable);
  return path && *path ? path : otherwise;
}

enum node_kind node_of_path(const char *path) {
  if (!path || path[0] != '/') return NOT_OURS;
  if (!strcmp(path, path_from("DISCWRIGHT_PRELOAD_SR", "/dev/sr0"))) return BLOCK_NODE;
  if (!strcmp(path, path_from("DISCWRIGHT_PRELOAD_SG", "/dev/sg0"))) return GENERIC_NODE;
  return NOT_OURS;
}

unsigned node_major(enum node_kind kind) { return kind == BLOCK_NODE ? SCSI_CDROM_MAJOR : SCSI_GENERIC_MAJOR; }

static void remember(enum node_kind kind, const struct stat *file) {
  identities[kind] = (struct identity){1, file->st_dev, file->st_ino};
}

enum node_kind node_of_descriptor(int descriptor) {
  struct stat file;
  int error = errno;
  if (descriptor < 0 || !(identities[BLOCK_NODE].known || identities[GENERIC_NODE].known)) return NOT_OURS;
  if (NEXT(fstat)(descriptor, &file)) {
    errno = error;
    return NOT_OURS;
  }
  for (enum node_kind kind = BLOCK_NODE; kind <= GENERIC_NODE; kind++) {
    const struct identity *identity = &identities[kind];
    if (identity->known && file.st_dev == identity->device && file.st_ino == identity->inode) return kind;
  }
  return NOT_OURS;
}

static void file_of_node(enum node_kind kind, char path[PATH_MAX]) {
  snprintf(path, PATH_MAX, "%s.%s", drive_socket(), kind == BLOCK_NODE ? "sr" : "sg");
}

/* Recognizes descriptors that were inherited through exec(). */
__attribute__((constructor)) static void find_nodes(void) {
  int error = errno;
  for (enum node_kind kind = BLOCK_NODE; kind <= GENERIC_NODE; kind++) {
    char path[PATH_MAX];
    struct stat file;
    file_of_node(kind, path);
    if (NEXT(stat)(path, &file) == 0) remember(kind, &file);
  }
  errno = error;
}

static int lock(int descriptor, int type, int how) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = OWNER_BYTE, .l_len = 1};
  return NEXT(fcntl)(descriptor, how, &lock);
}

/*
 * sr: a second open with O_EXCL is refused, other opens are not. sg: an open with O_EXCL requires that nobody else has it open,
 * and an open without O_NONBLOCK waits for that (both measured on Linux 6.1).
 */
static int claim(enum node_kind kind, int descriptor, int flags) {
  int exclusive = flags & O_EXCL;
  if (kind == BLOCK_NODE && !exclusive) return 0;
  int waits = kind == GENERIC_NODE && !(flags & O_NONBLOCK);
  if (lock(descriptor, exclusive ? F_WRLCK : F_RDLCK, waits ? F_OFD_SETLKW : F_OFD_SETLK) == 0) return 0;
  return refuse(errno == EINTR ? EINTR : EBUSY);
}

/* What sr does when it is opened for reading: it closes an open tray, and there must be a disc. */
static int check_medium(int flags) {
  const unsigned char load[6] = {0x1b, 0, 0, 0, 3, 0};
  struct serve_answer answer;
  if (drive_status() == CDS_TRAY_OPEN) drive_command(load, 6, SERVE_NO_DATA, NULL, 0, &answer);
  if (drive_status() != CDS_DISC_OK) return refuse(ENOMEDIUM);
  return (flags & O_ACCMODE) == O_RDONLY ? 0 : refuse(EROFS);
}

int node_open(enum node_kind kind, int flags) {
  char path[PATH_MAX];
  struct stat file;
  if (serve_reach(drive_socket())) return refuse(ENOENT);
  if (kind == GENERIC_NODE && (flags & O_EXCL) && (flags & O_ACCMODE) == O_RDONLY) return refuse(EPERM);
  if (kind == BLOCK_NODE && !(flags & O_NONBLOCK) && check_medium(flags)) return -1;
  file_of_node(kind, path);
  /* A write lock needs a descriptor that is open for writing. */
  int access = flags & O_EXCL ? O_RDWR : flags & O_ACCMODE;
  int descriptor = NEXT(open)(path, access | O_CREAT | (flags & (O_CLOEXEC | O_NONBLOCK)), 0600);
  if (descriptor < 0) return -1;
  if (NEXT(fstat)(descriptor, &file) == 0) remember(kind, &file);
  if (claim(kind, descriptor, flags) == 0) return descriptor;
  int error = errno;
  NEXT(close)(descriptor);
  return refuse(error);
}

/* Programs lock a whole node "to the end of the file"; this leaves out the byte above. */
static int locks(int (*next)(int, int, ...), int descriptor, int command, struct flock *wanted) {
  struct flock clipped = *wanted;
  if (clipped.l_whence == SEEK_SET && clipped.l_len == 0) clipped.l_len = OWNER_BYTE - clipped.l_start;
  int result = next(descriptor, command, &clipped);
  if (result == 0 && (command == F_GETLK || command == F_OFD_GETLK)) *wanted = clipped;
  return result;
}

static int control(int (*next)(int, int, ...), int descriptor, int command, void *argument) {
  switch (command) {
  case F_SETLK:
  case F_SETLKW:
  case F_GETLK:
  case F_OFD_SETLK:
  case F_OFD_SETLKW:
  case F_OFD_GETLK:
    if (node_of_descriptor(descriptor)) return locks(next, descriptor, command, argument);
  }
  return next(descriptor, command, argument);
}

int fcntl(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return control(NEXT(fcntl), descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return control(NEXT(fcntl64), descriptor, command, argument);
}
