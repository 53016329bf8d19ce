/* What programs can find out about the nodes: the stat family, permissions, and links. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* MINOR is not the minor number of a drive that this machine may really have. */
enum { MINOR = 240, CDROM_GROUP = 24, DEVTMPFS_MINOR = 5 };

_Static_assert(sizeof(struct stat) == sizeof(struct stat64), "a machine of 64 bits");

static mode_t mode_of(enum node_kind kind) { return (kind == BLOCK_NODE ? S_IFBLK : S_IFCHR) | 0660; }

static int describe(enum node_kind kind, void *memory) {
  struct stat *description = memory;
  memset(description, 0, sizeof *description);
  description->st_dev = makedev(0, DEVTMPFS_MINOR);
  description->st_ino = 1000 + kind;
  description->st_mode = mode_of(kind);
  description->st_nlink = 1;
  description->st_gid = CDROM_GROUP;
  description->st_rdev = makedev(node_major(kind), MINOR);
  description->st_blksize = 4096;
  return 0;
}

static int describe_extended(enum node_kind kind, struct statx *description) {
  memset(description, 0, sizeof *description);
  description->stx_mask = STATX_BASIC_STATS;
  description->stx_blksize = 4096;
  description->stx_nlink = 1;
  description->stx_gid = CDROM_GROUP;
  description->stx_mode = mode_of(kind);
  description->stx_ino = 1000 + kind;
  description->stx_rdev_major = node_major(kind);
  description->stx_rdev_minor = MINOR;
  description->stx_dev_minor = DEVTMPFS_MINOR;
  return 0;
}

/* By the path, or if it is empty by the descriptor that is given instead of a folder. */
static enum node_kind node_at(int folder, const char *path) {
  enum node_kind kind = node_of_path(path);
  return kind || (path && *path) ? kind : node_of_descriptor(folder);
}

#define STAT(name, type)                                            \
  int name(const char *path, struct type *description) {            \
    enum node_kind kind = node_of_path(path);                       \
    return kind ? describe(kind, description) : NEXT(name)(path, description); \
  }

#define FSTAT(name, type)                                           \
  int name(int descriptor, struct type *description) {              \
    enum node_kind kind = node_of_descriptor(descriptor);           \
    return kind ? describe(kind, description) : NEXT(name)(descriptor, description); \
  }

#define STAT_AT(name, type)                                         \
  int name(int folder, const char *path, struct type *description, int flags) { \
    enum node_kind kind = node_at(folder, path);                    \
    return kind ? describe(kind, description) : NEXT(name)(folder, path, description, flags); \
  }

STAT(stat, stat)
STAT(stat64, stat64)
STAT(lstat, stat)
STAT(lstat64, stat64)
FSTAT(fstat, stat)
FSTAT(fstat64, stat64)
STAT_AT(fstatat, stat)
STAT_AT(fstatat64, stat64)

/* The names of these functions in programs that were linked before glibc 2.33. */
#define OLD_STAT(name, type)                                                  \
  int name(int version, const char *path, struct type *description);          \
  int name(int version, const char *path, struct type *description) {         \
    enum node_kind kind = node_of_path(path);                                 \
    return kind ? describe(kind, description) : NEXT(name)(version, path, description); \
  }

#define OLD_FSTAT(name, type)                                                 \
  int name(int version, int descriptor, struct type *description);            \
  int name(int version, int descriptor, struct type *description) {           \
    enum node_kind kind = node_of_descriptor(descriptor);                     \
    return kind ? describe(kind, description) : NEXT(name)(version, descriptor, description); \
  }

OLD_STAT(__xstat, stat)
OLD_STAT(__xstat64, stat64)
OLD_STAT(__lxstat, stat)
OLD_STAT(__lxstat64, stat64)
OLD_FSTAT(__fxstat, stat)
OLD_FSTAT(__fxstat64, stat64)

/*
 * The header says that no pointer is null, and the compiler relies on it. But Rust's standard library calls statx with null
 * pointers to find out whether it exists.
 */
int any_statx(int folder, const char *path, int flags, unsigned mask, struct statx *description) __asm__("statx");

int any_statx(int folder, const char *path, int flags, unsigned mask, struct statx *description) {
  enum node_kind kind = path && description ? node_at(folder, path) : NOT_OURS;
  return kind ? describe_extended(kind, description) : NEXT(statx)(folder, path, flags, mask, description);
}

/* Node.js calls the kernel's statx without the C library's function of that name. */
long syscall(long number, ...) {
  va_list rest;
  long values[6];
  va_start(rest, number);
  for (int index = 0; index < 6; index++) values[index] = va_arg(rest, long);
  va_end(rest);
  enum node_kind kind = number == SYS_statx ? node_at((int)values[0], (const char *)values[1]) : NOT_OURS;
  if (kind) return describe_extended(kind, (struct statx *)values[4]);
  return NEXT(syscall)(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

int access(const char *path, int mode) { return node_of_path(path) ? 0 : NEXT(access)(path, mode); }

int eaccess(const char *path, int mode) { return node_of_path(path) ? 0 : NEXT(eaccess)(path, mode); }

int euidaccess(const char *path, int mode) { return node_of_path(path) ? 0 : NEXT(euidaccess)(path, mode); }

int faccessat(int folder, const char *path, int mode, int flags) {
  return node_of_path(path) ? 0 : NEXT(faccessat)(folder, path, mode, flags);
}

ssize_t readlink(const char *path, char *target, size_t length) {
  return node_of_path(path) ? refuse(EINVAL) : NEXT(readlink)(path, target, length);
}

char *realpath(const char *path, char *resolved) {
  if (!node_of_path(path)) return NEXT(realpath)(path, resolved);
  return resolved ? strcpy(resolved, path) : strdup(path);
}

char *__realpath_chk(const char *path, char *resolved, size_t length);

char *__realpath_chk(const char *path, char *resolved, size_t length) {
  if (!node_of_path(path)) return NEXT(__realpath_chk)(path, resolved, length);
  return resolved ? strcpy(resolved, path) : strdup(path);
}

char *canonicalize_file_name(const char *path) {
  return node_of_path(path) ? strdup(path) : NEXT(canonicalize_file_name)(path);
}
