/* A recorder within the process that is measured: it answers at once, or writes at a speed of its own in real time. */
#ifndef RECORDER_H
#define RECORDER_H

#include "../../preload/serve-client.h"

enum { MOST_TRACKS = 99, BLOCK_BYTES = 2352 };

struct track {
  int first;
  unsigned blocks, reserved;
};

struct disc {
  struct track tracks[MOST_TRACKS + 1]; /* the one after the last is being written, or is the next */
  int complete_tracks;
  int closed, open_to_more;
};

extern struct disc disc;

static inline void put_u32_be(unsigned char *bytes, unsigned value) {
  for (int index = 0; index < 4; index++) bytes[index] = value >> (24 - 8 * index);
}

static inline void put_u16_be(unsigned char *bytes, unsigned value) {
  bytes[0] = value >> 8;
  bytes[1] = value;
}

enum session_end { STAYS_OPEN, OPEN_TO_MORE, FINISHED };

/* cd.c or bd.c: what the kind of disc decides, and replies about it. A report returns its length; 0: the disc has none. */
extern const unsigned blocks_between_tracks;
/* What CLOSE TRACK SESSION does to the session, by its close function and the multi-session bits of page 05h. */
enum session_end session_end_of(unsigned function, unsigned multi_session);
unsigned report_disc(unsigned char *reply);
unsigned report_track(unsigned char *reply, unsigned address_type, unsigned address, unsigned track_mode);
unsigned report_toc(unsigned char *reply, unsigned format, unsigned first);

/* pace.c: how full the drive's buffer is. */
void pace_write(unsigned bytes);
void pace_track_end(void);
void pace_capacity(unsigned *total, unsigned *available);
/* Writes what was counted to the file that DISCWRIGHT_RECORDER_COUNTS names. */
void write_counts(void);

#endif
