#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>

int ioctl(int descriptor, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  enum node_kind kind = node_of_descriptor(descriptor);
  if (!kind) return NEXT(ioctl)(descriptor, request, argument);
  int result = sg_ioctl(kind, request, argument);
  if (result == NOT_KNOWN && kind == BLOCK_NODE) result = cdrom_ioctl(request, argument);
  return result == NOT_KNOWN ? refuse(EINVAL) : result;
}
