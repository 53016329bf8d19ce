/* Reading the block node as a file, and refusing other ways to use the nodes. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 2048, BLOCKS_AT_ONCE = 32, READ_10 = 0x28, READ_CAPACITY = 0x25 };

/* The size that sr assumes for a disc that reports no capacity (sr.c, get_sectorsize). */
static const long long UNKNOWN_SIZE = 0x1fffffLL * 512;

long long node_size(void) {
  const unsigned char cdb[10] = {READ_CAPACITY};
  unsigned char capacity[8];
  struct serve_answer answer;
  if (drive_command(cdb, sizeof cdb, SERVE_FROM_DRIVE, capacity, sizeof capacity, &answer)) return UNKNOWN_SIZE;
  if (answer.residual) return UNKNOWN_SIZE;
  return ((long long)big_endian_u32(capacity) + 1) * BLOCK_BYTES;
}

static int read_blocks(unsigned lba, unsigned blocks, void *bytes) {
  const unsigned char cdb[10] = {READ_10, 0, lba >> 24, lba >> 16, lba >> 8, lba, 0, 0, blocks, 0};
  struct serve_answer answer;
  if (drive_command(cdb, sizeof cdb, SERVE_FROM_DRIVE, bytes, blocks * BLOCK_BYTES, &answer)) return refuse(EIO);
  return answer.residual ? refuse(EIO) : 0;
}

static ssize_t read_node(char *bytes, size_t length, off_t position) {
  char buffer[BLOCKS_AT_ONCE * BLOCK_BYTES];
  long long size = node_size();
  size_t done = 0;
  while (done < length && position < size) {
    size_t within = position % BLOCK_BYTES, wanted = within + length - done;
    long long first = position / BLOCK_BYTES, left = size / BLOCK_BYTES - first;
    unsigned blocks = wanted > sizeof buffer ? BLOCKS_AT_ONCE : (wanted + BLOCK_BYTES - 1) / BLOCK_BYTES;
    if (blocks > left) blocks = left;
    /* If one block is unreadable, the command returns none of the blocks before it. */
    if (read_blocks(first, blocks, buffer) && (blocks == 1 || read_blocks(first, blocks = 1, buffer)))
      return done ? (ssize_t)done : -1;
    size_t part = blocks * BLOCK_BYTES - within;
    if (part > length - done) part = length - done;
    memcpy(bytes + done, buffer + within, part);
    done += part;
    position += part;
  }
  return done;
}

ssize_t read(int descriptor, void *bytes, size_t length) {
  enum node_kind kind = node_of_descriptor(descriptor);
  if (!kind) return NEXT(read)(descriptor, bytes, length);
  /* sg's interface from before SG_IO: no answer is waiting. */
  if (kind == GENERIC_NODE) return refuse(EAGAIN);
  off_t position = NEXT(lseek)(descriptor, 0, SEEK_CUR);
  ssize_t done = read_node(bytes, length, position);
  if (done > 0) NEXT(lseek)(descriptor, position + done, SEEK_SET);
  return done;
}

ssize_t pread(int descriptor, void *bytes, size_t length, off_t position) {
  if (node_of_descriptor(descriptor) == BLOCK_NODE) return read_node(bytes, length, position);
  return NEXT(pread)(descriptor, bytes, length, position);
}

ssize_t pread64(int descriptor, void *bytes, size_t length, off64_t position) {
  if (node_of_descriptor(descriptor) == BLOCK_NODE) return read_node(bytes, length, position);
  return NEXT(pread64)(descriptor, bytes, length, position);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  enum node_kind kind = node_of_descriptor(descriptor);
  if (!kind) return NEXT(write)(descriptor, bytes, length);
  return refuse(kind == BLOCK_NODE ? EPERM : EIO);
}

#define SEEK(name, type)                                                     \
  type name(int descriptor, type offset, int whence) {                       \
    if (whence != SEEK_END || node_of_descriptor(descriptor) != BLOCK_NODE)  \
      return NEXT(name)(descriptor, offset, whence);                         \
    return NEXT(name)(descriptor, node_size() + offset, SEEK_SET);           \
  }

SEEK(lseek, off_t)
SEEK(lseek64, off64_t)
