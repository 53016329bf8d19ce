/* The functions of the C library that open a path. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MODE_AFTER(flags)                       \
  mode_t mode = 0;                              \
  if (flags & (O_CREAT | __O_TMPFILE)) {        \
    va_list rest;                               \
    va_start(rest, flags);                      \
    mode = va_arg(rest, mode_t);                \
    va_end(rest);                               \
  }

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    enum node_kind kind = node_of_path(path);                  \
    MODE_AFTER(flags)                                          \
    return kind ? node_open(kind, flags) : NEXT(name)(path, flags, mode); \
  }

#define OPEN_AT(name)                                          \
  int name(int folder, const char *path, int flags, ...) {     \
    enum node_kind kind = node_of_path(path);                  \
    MODE_AFTER(flags)                                          \
    return kind ? node_open(kind, flags) : NEXT(name)(folder, path, flags, mode); \
  }

OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

/* These replace open() in programs that were compiled with _FORTIFY_SOURCE. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

int __open_2(const char *path, int flags) {
  enum node_kind kind = node_of_path(path);
  return kind ? node_open(kind, flags) : NEXT(__open_2)(path, flags);
}

int __open64_2(const char *path, int flags) {
  enum node_kind kind = node_of_path(path);
  return kind ? node_open(kind, flags) : NEXT(__open64_2)(path, flags);
}

/* stdio does not read through a read() that can be replaced; a stream with our own functions does. */
struct stream {
  int descriptor;
};

static ssize_t stream_read(void *cookie, char *bytes, size_t length) {
  return read(((struct stream *)cookie)->descriptor, bytes, length);
}

static int stream_seek(void *cookie, off64_t *position, int whence) {
  off64_t moved = lseek64(((struct stream *)cookie)->descriptor, *position, whence);
  if (moved < 0) return -1;
  *position = moved;
  return 0;
}

static int stream_close(void *cookie) {
  int result = close(((struct stream *)cookie)->descriptor);
  free(cookie);
  return result;
}

static FILE *open_stream(enum node_kind kind, const char *mode) {
  const cookie_io_functions_t functions = {.read = stream_read, .seek = stream_seek, .close = stream_close};
  if (mode[0] != 'r' || strchr(mode, '+')) {
    errno = EROFS;
    return NULL;
  }
  int descriptor = node_open(kind, O_RDONLY);
  if (descriptor < 0) return NULL;
  struct stream *stream = malloc(sizeof *stream);
  if (!stream) return NULL;
  stream->descriptor = descriptor;
  FILE *file = fopencookie(stream, "r", functions);
  /* For fileno(): genisoimage and isoinfo seek and read through the stream's descriptor. */
  if (file) file->_fileno = descriptor;
  return file;
}

FILE *fopen(const char *path, const char *mode) {
  enum node_kind kind = node_of_path(path);
  return kind ? open_stream(kind, mode) : NEXT(fopen)(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
  enum node_kind kind = node_of_path(path);
  return kind ? open_stream(kind, mode) : NEXT(fopen64)(path, mode);
}
