/* READ DISC INFORMATION, READ TRACK INFORMATION and READ TOC/PMA/ATIP of a BD-R recorded in sequence (MMC-6, 6.21, 6.26, 6.25). */
#include "recorder.h"

#include <string.h>

enum {
  DISC_REPLY_BYTES = 34,
  TRACK_REPLY_BYTES = 36,
  DISC_BLOCKS = 12219392,
  CLUSTER_BLOCKS = 32,
  DATA_TRACK = 5,
  INVISIBLE_TRACK = 0xff,
  LEAD_OUT = 0xaa,
  ADDRESS_IS_LBA = 0,
  ADDRESS_IS_SESSION = 2,
  RESERVED = 0x80,
  BLANK = 0x40,
  IN_PACKETS = 0x20,
  DATA_MODE_1 = 1,
  MODE_UNKNOWN = 15,
  NEXT_ADDRESS_IS_VALID = 1,
  LAST_ADDRESS_IS_VALID = 2,
  CLOSES_SESSION = 2,
  FINALIZES = 6
};

const unsigned blocks_between_tracks = 0;

enum session_end session_end_of(unsigned function, unsigned multi_session) {
  (void)multi_session;
  if (function == CLOSES_SESSION) return OPEN_TO_MORE;
  return function == FINALIZES ? FINISHED : STAYS_OPEN;
}

static int is_finished(void) { return disc.closed && !disc.open_to_more; }
static int tracks(void) { return disc.complete_tracks + !is_finished(); }

unsigned report_disc(unsigned char *reply) {
  int blank = disc.complete_tracks == 0 && disc.tracks[0].blocks == 0;
  int sessions = disc.closed && disc.open_to_more ? 2 : 1;
  memset(reply, 0, DISC_REPLY_BYTES);
  reply[1] = DISC_REPLY_BYTES - 2;
  if (is_finished()) reply[2] = 3 << 2 | 2;
  else if (!blank) reply[2] = disc.closed ? 1 : 1 << 2 | 1;
  reply[3] = 1;
  reply[4] = sessions;
  reply[5] = sessions == 2 ? tracks() : 1;
  reply[6] = tracks();
  reply[7] = 0x20;
  reply[8] = 0xff;
  return DISC_REPLY_BYTES;
}

unsigned report_track(unsigned char *reply, unsigned address_type, unsigned address, unsigned track_mode) {
  int number = address_type == ADDRESS_IS_SESSION || address == INVISIBLE_TRACK ? tracks() : (int)address;
  (void)track_mode;
  if (address_type == ADDRESS_IS_LBA)
    for (number = 1; number < tracks() && disc.tracks[number].first <= (int)address; number++) continue;
  if (number < 1 || number > tracks()) return 0;
  const struct track *track = &disc.tracks[number - 1];
  int complete = number <= disc.complete_tracks;
  unsigned next = track->first + track->blocks;
  unsigned free_from_first = DISC_BLOCKS - track->first, unfinished = track->reserved ? track->reserved : free_from_first;
  unsigned blocks = complete ? track->blocks : unfinished;
  memset(reply, 0, TRACK_REPLY_BYTES);
  reply[1] = TRACK_REPLY_BYTES - 2;
  reply[2] = number;
  reply[3] = disc.closed && !complete ? 2 : 1;
  reply[5] = DATA_TRACK;
  reply[6] = IN_PACKETS | (complete ? DATA_MODE_1 : MODE_UNKNOWN);
  if (!complete && track->reserved) reply[6] |= RESERVED;
  if (!complete && track->blocks == 0) reply[6] |= BLANK;
  reply[7] = complete ? LAST_ADDRESS_IS_VALID : NEXT_ADDRESS_IS_VALID;
  put_u32_be(reply + 8, track->first);
  if (!complete) {
    put_u32_be(reply + 12, next);
    put_u32_be(reply + 16, track->first + blocks - next);
  }
  put_u32_be(reply + 20, CLUSTER_BLOCKS);
  put_u32_be(reply + 24, blocks);
  if (complete) put_u32_be(reply + 28, next - 1);
  return TRACK_REPLY_BYTES;
}

static unsigned char *entry(unsigned char *at, unsigned number, unsigned lba) {
  memset(at, 0, 8);
  at[1] = 1 << 4 | 4;
  at[2] = number;
  put_u32_be(at + 4, lba);
  return at + 8;
}

unsigned report_toc(unsigned char *reply, unsigned format, unsigned first) {
  (void)first;
  if (!disc.closed) return 0;
  const struct track *last = &disc.tracks[disc.complete_tracks - 1];
  unsigned char *end = reply + 4;
  reply[2] = 1;
  reply[3] = format ? 1 : disc.complete_tracks;
  for (int number = 1; number <= (format ? 1 : disc.complete_tracks); number++)
    end = entry(end, number, disc.tracks[number - 1].first);
  if (!format) end = entry(end, LEAD_OUT, last->first + last->blocks);
  put_u16_be(reply, end - reply - 2);
  return end - reply;
}
