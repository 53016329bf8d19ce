/*
 * Takes the place of serve-client.c in the library for LD_PRELOAD: the commands are answered here, within the program that is
 * measured, so that what is measured is that program alone. What does not change (INQUIRY, features, mode pages, ATIP) is
 * answered with replies.h, which replies.mjs records from the simulated drive. What is written is counted and not kept: READ CD
 * returns the file that DISCWRIGHT_RECORDER_SOUND names, a WAV with a header of 44 bytes, READ(10) that of DISCWRIGHT_RECORDER_IMAGE.
 */
#define _GNU_SOURCE
#include "recorder.h"
#include "replies.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  CHECK_CONDITION = 2,
  MOST_REPLY_BYTES = 4096,
  WAV_HEADER_BYTES = 44,
  DATA_BLOCK_BYTES = 2048,
  WRITE_PARAMETERS = 0x05,
  ALL_PAGES = 0x3f,
  MODE_HEADER_BYTES = 8,
  FEATURE_HEADER_BYTES = 8
};

struct disc disc;
static unsigned char page_05[2 + 255];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static unsigned u16(const unsigned char *bytes) { return bytes[0] << 8 | bytes[1]; }
static unsigned u24(const unsigned char *bytes) { return bytes[0] << 16 | bytes[1] << 8 | bytes[2]; }
static unsigned u32(const unsigned char *bytes) { return u24(bytes) << 8 | bytes[3]; }

static void refuse_with(struct serve_answer *answer, int key, int code, int qualifier) {
  answer->status = CHECK_CONDITION;
  answer->sense_length = 18;
  memset(answer->sense, 0, 18);
  answer->sense[0] = 0x70;
  answer->sense[2] = key;
  answer->sense[7] = 10;
  answer->sense[12] = code;
  answer->sense[13] = qualifier;
}

static void give(const struct serve_command *command, struct serve_answer *answer, const void *bytes, unsigned length,
                 unsigned allocation) {
  if (length > allocation) length = allocation;
  if (length > command->data_length) length = command->data_length;
  memcpy(command->data, bytes, length);
  answer->residual = command->data_length - length;
}

/* What is put together from pieces that follow a header: features, mode pages. */
static unsigned collect(unsigned char *reply, const unsigned char *pieces, unsigned length, unsigned header,
                        int (*is_wanted)(const unsigned char *piece, unsigned what), unsigned what, unsigned head_bytes) {
  unsigned end = header;
  for (const unsigned char *at = pieces; at < pieces + length; at += head_bytes + at[head_bytes - 1]) {
    unsigned piece = head_bytes + at[head_bytes - 1];
    if (!is_wanted(at, what)) continue;
    memcpy(reply + end, at, piece);
    end += piece;
  }
  return end;
}

static int is_page(const unsigned char *page, unsigned code) { return code == ALL_PAGES || (page[0] & 0x3f) == code; }
static int is_from(const unsigned char *feature, unsigned code) { return u16(feature) >= code; }
static int is_exactly(const unsigned char *feature, unsigned code) { return u16(feature) == code; }

static void mode_sense(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char pages[sizeof MODE_PAGES], reply[MOST_REPLY_BYTES] = {0};
  memcpy(pages, MODE_PAGES, sizeof pages);
  for (unsigned char *at = pages; at < pages + sizeof pages; at += 2 + at[1])
    if ((at[0] & 0x3f) == WRITE_PARAMETERS && page_05[0]) memcpy(at + 2, page_05 + 2, at[1]);
  unsigned length = collect(reply, pages, sizeof pages, MODE_HEADER_BYTES, is_page, command->cdb[2] & 0x3f, 2);
  if (length == MODE_HEADER_BYTES) return refuse_with(answer, 5, 0x24, 0);
  put_u16_be(reply, length - 2);
  give(command, answer, reply, length, u16(command->cdb + 7));
}

static void mode_select(const struct serve_command *command) {
  const unsigned char *data = command->data, *page = data + MODE_HEADER_BYTES + u16(data + 6);
  if (page + 2 <= data + command->data_length && (page[0] & 0x3f) == WRITE_PARAMETERS &&
      page + 2 + page[1] <= data + command->data_length)
    memcpy(page_05, page, 2 + page[1]);
}

static void get_configuration(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char reply[MOST_REPLY_BYTES];
  int one = (command->cdb[1] & 3) == 2;
  memcpy(reply, FEATURES, FEATURE_HEADER_BYTES);
  unsigned length = collect(reply, FEATURES + FEATURE_HEADER_BYTES, sizeof FEATURES - FEATURE_HEADER_BYTES,
                            FEATURE_HEADER_BYTES, one ? is_exactly : is_from, u16(command->cdb + 2), 4);
  put_u32_be(reply, length - 4);
  give(command, answer, reply, length, u16(command->cdb + 7));
}

/* A reply that never changes, of those that replies.mjs asked for; `which` is the byte of the CDB that tells them apart. */
static void give_recorded(const struct serve_command *command, struct serve_answer *answer, unsigned which,
                          unsigned allocation) {
  for (const struct recorded *each = RECORDED; each < RECORDED + sizeof RECORDED / sizeof *RECORDED; each++)
    if (each->opcode == command->cdb[0] && each->which == which)
      return give(command, answer, each->bytes, each->length, allocation);
  refuse_with(answer, 5, 0x24, 0);
}

static void read_toc(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char reply[MOST_REPLY_BYTES] = {0};
  unsigned format = command->cdb[2] & 15;
  if (format == 0) format = command->cdb[9] >> 6;
  if (format == 4) return give_recorded(command, answer, 4, u16(command->cdb + 7));
  unsigned length = format < 2 ? report_toc(reply, format, command->cdb[6]) : 0;
  if (length == 0) return refuse_with(answer, 5, 0x24, 0);
  give(command, answer, reply, length, u16(command->cdb + 7));
}

static void read_track(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char reply[MOST_REPLY_BYTES];
  unsigned length = report_track(reply, command->cdb[1] & 3, u32(command->cdb + 2), page_05[0] ? page_05[3] : 0);
  if (length == 0) return refuse_with(answer, 5, 0x24, 0);
  give(command, answer, reply, length, u16(command->cdb + 7));
}

static void write_blocks(const struct serve_command *command, struct serve_answer *answer) {
  struct track *track = &disc.tracks[disc.complete_tracks];
  unsigned lba = u32(command->cdb + 2), blocks = u16(command->cdb + 7);
  if (disc.closed || lba != track->first + track->blocks) return refuse_with(answer, 5, 0x21, 2);
  pace_write(command->data_length);
  track->blocks += blocks;
}

static int is_test_write(void) { return page_05[0] && page_05[2] & 0x10; }

static void end_track(void) {
  const struct track *track = &disc.tracks[disc.complete_tracks];
  if (track->blocks == 0) return;
  pace_track_end();
  if (is_test_write()) {
    disc.tracks[disc.complete_tracks].blocks = 0;
  } else {
    disc.complete_tracks++;
    disc.tracks[disc.complete_tracks] = (struct track){track->first + track->blocks + blocks_between_tracks, 0, 0};
  }
  write_counts();
}

static void close_session(const struct serve_command *command) {
  enum session_end end = session_end_of(command->cdb[2] & 7, page_05[0] ? page_05[3] >> 6 : 0);
  end_track();
  if (end == STAYS_OPEN || is_test_write()) return;
  disc.closed = 1;
  disc.open_to_more = end == OPEN_TO_MORE;
  write_counts();
}

/* What the file that an environment variable names has at this place; zeros behind its end. */
static void read_from(const char *variable, off_t at, unsigned length, const struct serve_command *command,
                      struct serve_answer *answer) {
  static int file = -2;
  const char *path = getenv(variable);
  if (file == -2) file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0 || length > command->data_length) return refuse_with(answer, 5, 0x64, 0);
  ssize_t got = pread(file, command->data, length, at);
  if (got < 0) got = 0;
  memset((char *)command->data + got, 0, length - got);
  answer->residual = command->data_length - length;
}

static void read_cd(const struct serve_command *command, struct serve_answer *answer) {
  off_t at = WAV_HEADER_BYTES + (off_t)u32(command->cdb + 2) * BLOCK_BYTES;
  read_from("DISCWRIGHT_RECORDER_SOUND", at, u24(command->cdb + 6) * BLOCK_BYTES, command, answer);
}

static void read_blocks(const struct serve_command *command, struct serve_answer *answer) {
  const struct track *last = &disc.tracks[disc.complete_tracks];
  unsigned lba = u32(command->cdb + 2), blocks = u16(command->cdb + 7);
  if (lba + blocks > last->first + last->blocks) return refuse_with(answer, 8, 0, 0);
  read_from("DISCWRIGHT_RECORDER_IMAGE", (off_t)lba * DATA_BLOCK_BYTES, blocks * DATA_BLOCK_BYTES, command, answer);
}

static void read_capacity(const struct serve_command *command, struct serve_answer *answer) {
  const struct track *last = &disc.tracks[disc.complete_tracks];
  unsigned char reply[8] = {0};
  unsigned blocks = last->first + last->blocks;
  put_u32_be(reply, blocks ? blocks - 1 : 0);
  put_u32_be(reply + 4, DATA_BLOCK_BYTES);
  give(command, answer, reply, sizeof reply, sizeof reply);
}

static void buffer_capacity(const struct serve_command *command, struct serve_answer *answer) {
  unsigned total, available;
  unsigned char reply[12] = {0, 10};
  pace_capacity(&total, &available);
  put_u32_be(reply + 4, total);
  put_u32_be(reply + 8, available);
  give(command, answer, reply, sizeof reply, u16(command->cdb + 7));
}

static void answer_command(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char reply[MOST_REPLY_BYTES] = {0};
  switch (command->cdb[0]) {
  case 0x00: case 0x1b: case 0x1e: case 0x54: case 0xb6: case 0xbb: return;
  case 0x03:
    reply[0] = 0x70;
    reply[7] = 10;
    return give(command, answer, reply, 18, command->cdb[4]);
  case 0x12:
    if (command->cdb[1] & 1) return refuse_with(answer, 5, 0x24, 0);
    return give(command, answer, INQUIRY, sizeof INQUIRY, u16(command->cdb + 3));
  case 0x23: return give_recorded(command, answer, 0, u16(command->cdb + 7));
  case 0x25: return read_capacity(command, answer);
  case 0x28: return read_blocks(command, answer);
  case 0x2a: return write_blocks(command, answer);
  case 0x35: return end_track();
  case 0x43: return read_toc(command, answer);
  case 0x46: return get_configuration(command, answer);
  case 0x51: return give(command, answer, reply, report_disc(reply), u16(command->cdb + 7));
  case 0x52: return read_track(command, answer);
  case 0x53: disc.tracks[disc.complete_tracks].reserved = u32(command->cdb + 5); return;
  case 0x55: return mode_select(command);
  case 0x5a: return mode_sense(command, answer);
  case 0x5b: return close_session(command);
  case 0x5c: return buffer_capacity(command, answer);
  case 0xac: return give_recorded(command, answer, command->cdb[10], MOST_REPLY_BYTES);
  case 0xad: return give_recorded(command, answer, command->cdb[7], u16(command->cdb + 8));
  case 0xbe: return read_cd(command, answer);
  }
  refuse_with(answer, 5, 0x20, 0);
}

int serve_execute(const char *socket_path, const struct serve_command *command, struct serve_answer *answer) {
  (void)socket_path;
  pthread_mutex_lock(&one_at_a_time);
  answer->status = answer->host_status = answer->driver_status = 0;
  answer->duration_ms = answer->residual = answer->sense_length = 0;
  answer_command(command, answer);
  pthread_mutex_unlock(&one_at_a_time);
  return 0;
}

int serve_reach(const char *socket_path) {
  (void)socket_path;
  return 0;
}
