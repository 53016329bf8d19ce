/* The ioctls of the drivers sr and cdrom, and of block devices, carried out with the commands that these drivers send. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <string.h>

enum {
  SECTOR_BYTES = 512,
  BLOCK_BYTES = 2048,
  AUDIO_BLOCK_BYTES = 2352,
  FIRST_ADDRESS = 150,
  FRAMES_A_SECOND = 75,
  DATA_TRACK = 4,
  KBPS_OF_1X = 177,
  MOST_AUDIO_BLOCKS = 75
};

enum toc_format { TOC = 0, SESSIONS = 1 };

static int send(const unsigned char *cdb, unsigned cdb_length, void *data, unsigned length) {
  struct serve_answer answer;
  return drive_command(cdb, cdb_length, data ? SERVE_FROM_DRIVE : SERVE_NO_DATA, data, length, &answer);
}

static int read_toc(int in_msf, enum toc_format format, unsigned char from, unsigned char entry[12]) {
  const unsigned char cdb[10] = {0x43, in_msf ? 2 : 0, format, 0, 0, 0, from, 0, 12, 0};
  memset(entry, 0, 12);
  return send(cdb, sizeof cdb, entry, 12);
}

static int start_stop(int power) {
  const unsigned char cdb[6] = {0x1b, 0, 0, 0, power, 0};
  return send(cdb, sizeof cdb, NULL, 0);
}

static int lock_door(int locked) {
  const unsigned char cdb[6] = {0x1e, 0, 0, 0, locked, 0};
  return send(cdb, sizeof cdb, NULL, 0);
}

static int set_speed(unsigned long times) {
  unsigned kbps = times ? times * KBPS_OF_1X : 0xffff;
  const unsigned char cdb[12] = {0xbb, 0, kbps >> 8, kbps, 0xff, 0xff};
  return send(cdb, sizeof cdb, NULL, 0);
}

static int header_of_toc(struct cdrom_tochdr *header) {
  unsigned char entry[12];
  if (read_toc(0, TOC, 0, entry)) return -1;
  header->cdth_trk0 = entry[2];
  header->cdth_trk1 = entry[3];
  return 0;
}

static int entry_of_toc(struct cdrom_tocentry *wanted) {
  unsigned char entry[12];
  int in_msf = wanted->cdte_format == CDROM_MSF;
  if (read_toc(in_msf, TOC, wanted->cdte_track, entry)) return -1;
  wanted->cdte_ctrl = entry[5] & 15;
  wanted->cdte_adr = entry[5] >> 4;
  wanted->cdte_datamode = wanted->cdte_ctrl & DATA_TRACK ? 1 : 0;
  if (in_msf) wanted->cdte_addr.msf = (struct cdrom_msf0){entry[9], entry[10], entry[11]};
  else wanted->cdte_addr.lba = (int)big_endian_u32(entry + 8);
  return 0;
}

static int disc_status(void) {
  struct cdrom_tochdr header;
  int audio = 0, data = 0;
  if (drive_status() != CDS_DISC_OK) return CDS_NO_DISC;
  if (header_of_toc(&header)) return CDS_NO_INFO;
  for (int track = header.cdth_trk0; track <= header.cdth_trk1; track++) {
    struct cdrom_tocentry entry = {.cdte_track = track, .cdte_format = CDROM_LBA};
    if (entry_of_toc(&entry)) return CDS_NO_INFO;
    if (entry.cdte_ctrl & DATA_TRACK) data++;
    else audio++;
  }
  if (audio) return data ? CDS_MIXED : CDS_AUDIO;
  return data ? CDS_DATA_1 : CDS_NO_INFO;
}

static int last_session(struct cdrom_multisession *session) {
  unsigned char entry[12];
  if (read_toc(0, SESSIONS, 0, entry)) return -1;
  /* sr ignores a last session that begins with the first track. */
  int lba = entry[1] < 10 || entry[6] <= 1 ? 0 : (int)big_endian_u32(entry + 8);
  session->xa_flag = lba > 0;
  if (session->addr_format == CDROM_LBA) {
    session->addr.lba = lba;
    return 0;
  }
  int frames = lba + FIRST_ADDRESS;
  session->addr.msf = (struct cdrom_msf0){frames / FRAMES_A_SECOND / 60, frames / FRAMES_A_SECOND % 60,
                                          frames % FRAMES_A_SECOND};
  return 0;
}

static int catalogue_number(struct cdrom_mcn *number) {
  const unsigned char cdb[10] = {0x42, 0, 0x40, 2, 0, 0, 0, 0, 24, 0};
  unsigned char answer[24];
  if (send(cdb, sizeof cdb, answer, sizeof answer)) return -1;
  memset(number, 0, sizeof *number);
  if (answer[8] & 0x80) memcpy(number->medium_catalog_number, answer + 9, 13);
  return 0;
}

static int read_audio(const struct cdrom_read_audio *wanted) {
  const struct cdrom_msf0 *msf = &wanted->addr.msf;
  int lba = wanted->addr_format == CDROM_LBA
                ? wanted->addr.lba
                : (msf->minute * 60 + msf->second) * FRAMES_A_SECOND + msf->frame - FIRST_ADDRESS;
  if (lba < 0 || wanted->nframes <= 0 || wanted->nframes > MOST_AUDIO_BLOCKS) return refuse(EINVAL);
  for (int block = 0; block < wanted->nframes; block++) {
    unsigned at = lba + block;
    const unsigned char cdb[12] = {0xbe, 0, at >> 24, at >> 16, at >> 8, at, 0, 0, 1, 0xf8};
    if (send(cdb, sizeof cdb, wanted->buf + block * AUDIO_BLOCK_BYTES, AUDIO_BLOCK_BYTES)) return -1;
  }
  return 0;
}

static int next_writable(long *lba) {
  const unsigned char cdb[10] = {0x52, 1, 0, 0, 0, 0xff, 0, 0, 36, 0};
  unsigned char answer[36] = {0};
  if (send(cdb, sizeof cdb, answer, sizeof answer)) return -1;
  *lba = (int)big_endian_u32(answer + 12);
  return 0;
}

static int block_ioctl(unsigned request, void *argument) {
  switch (request) {
  case (unsigned)BLKGETSIZE64:
    *(unsigned long long *)argument = node_size();
    return 0;
  case BLKGETSIZE:
    *(unsigned long *)argument = node_size() / SECTOR_BYTES;
    return 0;
  case BLKSECTGET:
    *(unsigned short *)argument = drive_max_bytes() / SECTOR_BYTES;
    return 0;
  case BLKSSZGET:
  case (unsigned)BLKBSZGET:
    *(int *)argument = BLOCK_BYTES;
    return 0;
  case BLKROGET:
    *(int *)argument = 0;
    return 0;
  case BLKFLSBUF:
  case BLKRASET:
    return 0;
  }
  return NOT_KNOWN;
}

int cdrom_ioctl(unsigned request, void *argument) {
  unsigned long value = (unsigned long)argument;
  switch (request) {
  case CDROM_DRIVE_STATUS:
    return drive_status();
  case CDROM_DISC_STATUS:
    return disc_status();
  case CDROM_MEDIA_CHANGED:
    return 0;
  case CDROM_GET_CAPABILITY:
    return CDC_CLOSE_TRAY | CDC_OPEN_TRAY | CDC_LOCK | CDC_SELECT_SPEED | CDC_MULTI_SESSION | CDC_MCN |
           CDC_MEDIA_CHANGED | CDC_PLAY_AUDIO | CDC_RESET | CDC_DRIVE_STATUS | CDC_GENERIC_PACKET | CDC_CD_R | CDC_CD_RW;
  case CDROM_SET_OPTIONS:
  case CDROM_CLEAR_OPTIONS:
    return CDO_AUTO_CLOSE | CDO_USE_FFLAGS | CDO_LOCK;
  case CDROM_SELECT_SPEED:
    return set_speed(value);
  case CDROM_LOCKDOOR:
    return lock_door(value != 0);
  case CDROMEJECT:
    return lock_door(0) ? -1 : start_stop(2);
  case CDROMCLOSETRAY:
    return start_stop(3);
  case CDROMSTART:
    return start_stop(1);
  case CDROMSTOP:
    return start_stop(0);
  case CDROMREADTOCHDR:
    return header_of_toc(argument);
  case CDROMREADTOCENTRY:
    return entry_of_toc(argument);
  case CDROMMULTISESSION:
    return last_session(argument);
  case CDROM_GET_MCN:
    return catalogue_number(argument);
  case CDROMREADAUDIO:
    return read_audio(argument);
  case CDROM_NEXT_WRITABLE:
    return next_writable(argument);
  }
  return block_ioctl(request, argument);
}
