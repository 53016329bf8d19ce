/* READ DISC INFORMATION, READ TRACK INFORMATION and READ TOC/PMA/ATIP of a disc written Track-At-Once (MMC-6, 6.21, 6.26, 6.25). */
#include "recorder.h"

#include <string.h>

enum {
  DISC_REPLY_BYTES = 34,
  TRACK_REPLY_BYTES = 36,
  LAST_POSSIBLE_LEAD_OUT = 359849,
  INVISIBLE_TRACK = 0xff,
  LEAD_OUT = 0xaa,
  ADDRESS_IS_LBA = 0,
  RUN_OUT_BLOCKS = 2,
  CLOSES_SESSION = 2,
  MAY_FOLLOW = 3
};

/* Run-out blocks and the pause before the next track. */
const unsigned blocks_between_tracks = 152;

enum session_end session_end_of(unsigned function, unsigned multi_session) {
  if (function != CLOSES_SESSION) return STAYS_OPEN;
  return multi_session == MAY_FOLLOW ? OPEN_TO_MORE : FINISHED;
}

static int next_track(void) { return disc.complete_tracks + 1; }

unsigned report_disc(unsigned char *reply) {
  int blank = disc.complete_tracks == 0 && disc.tracks[0].blocks == 0;
  memset(reply, 0, DISC_REPLY_BYTES);
  reply[1] = DISC_REPLY_BYTES - 2;
  if (blank) reply[2] = 0;
  else if (!disc.closed) reply[2] = 1 << 2 | 1;
  else reply[2] = disc.open_to_more ? 1 : 3 << 2 | 2;
  reply[3] = 1;
  reply[4] = disc.closed && disc.open_to_more ? 2 : 1;
  reply[5] = disc.closed && disc.open_to_more ? next_track() : 1;
  reply[6] = disc.closed && !disc.open_to_more ? disc.complete_tracks : next_track();
  reply[7] = 0x20;
  memset(reply + 16, 0xff, 8);
  if (disc.closed && !disc.open_to_more) return DISC_REPLY_BYTES;
  memcpy(reply + 20, (unsigned char[]){0, 79, 59, 74}, 4);
  return DISC_REPLY_BYTES;
}

unsigned report_track(unsigned char *reply, unsigned address_type, unsigned address, unsigned track_mode) {
  int number = address == INVISIBLE_TRACK ? next_track() : (int)address;
  if (address_type == ADDRESS_IS_LBA)
    for (number = 1; number < next_track() && disc.tracks[number].first <= (int)address; number++) continue;
  if (number < 1 || number > next_track() || (number == next_track() && disc.closed && !disc.open_to_more)) return 0;
  const struct track *track = &disc.tracks[number - 1];
  memset(reply, 0, TRACK_REPLY_BYTES);
  reply[1] = TRACK_REPLY_BYTES - 2;
  reply[2] = number;
  reply[3] = disc.closed && number == next_track() ? 2 : 1;
  reply[5] = track_mode & 15;
  put_u32_be(reply + 8, track->first);
  if (number < next_track()) {
    reply[6] = 0x0f;
    put_u32_be(reply + 24, track->blocks);
    put_u32_be(reply + 28, track->first + track->blocks - 1);
    reply[7] = 2;
    return TRACK_REPLY_BYTES;
  }
  unsigned next = track->first + track->blocks, free = LAST_POSSIBLE_LEAD_OUT - next;
  reply[6] = track->blocks ? 0x0f : 0x4f;
  reply[7] = 1;
  put_u32_be(reply + 12, next);
  put_u32_be(reply + 16, free);
  put_u32_be(reply + 24, free + track->blocks);
  return TRACK_REPLY_BYTES;
}

static unsigned char *entry(unsigned char *at, unsigned control, unsigned number, unsigned lba) {
  memset(at, 0, 8);
  at[1] = 1 << 4 | control;
  at[2] = number;
  put_u32_be(at + 4, lba);
  return at + 8;
}

unsigned report_toc(unsigned char *reply, unsigned format, unsigned first) {
  if (!disc.closed) return 0;
  const struct track *last = &disc.tracks[disc.complete_tracks - 1];
  unsigned char *end = reply + 4;
  reply[2] = 1;
  reply[3] = format ? 1 : disc.complete_tracks;
  if (format) {
    end = entry(end, 0, 1, 0);
  } else {
    for (int number = first ? first : 1; number <= disc.complete_tracks; number++)
      end = entry(end, 0, number, disc.tracks[number - 1].first);
    end = entry(end, 0, LEAD_OUT, last->first + last->blocks + RUN_OUT_BLOCKS);
  }
  put_u16_be(reply, end - reply - 2);
  return end - reply;
}
