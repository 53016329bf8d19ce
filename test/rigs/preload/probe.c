/*
 * Asks the two nodes of a drive questions that show whether they are the kernel's or an imitation: `probe SR SG` prints each
 * answer on a line, as the name of an errno or as numbers. The drive needs a disc; nothing is written.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <scsi/sg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

enum { INQUIRY = 0x12, UNKNOWN_OPCODE = 0xd0, INQUIRY_BYTES = 36, TIME_LIMIT_MS = 20000 };

static unsigned char sense[64], *memory;

static void say(const char *node, const char *what, int result) {
  if (result < 0) printf("%s %s: %s\n", node, what, strerrorname_np(errno));
  else printf("%s %s: %d\n", node, what, result);
}

static sg_io_hdr_t command(unsigned char cdb[16], unsigned char opcode, unsigned length) {
  memset(cdb, 0, 16);
  cdb[0] = opcode;
  if (opcode == INQUIRY) cdb[4] = length < 255 ? length : 255;
  memset(sense, 0, sizeof sense);
  return (sg_io_hdr_t){.interface_id = 'S', .cmdp = cdb, .cmd_len = 6, .dxferp = memory, .dxfer_len = length,
                       .dxfer_direction = length ? SG_DXFER_FROM_DEV : SG_DXFER_NONE, .sbp = sense,
                       .mx_sb_len = sizeof sense, .timeout = TIME_LIMIT_MS};
}

static void report(const char *node, const char *what, int descriptor, sg_io_hdr_t header) {
  if (ioctl(descriptor, SG_IO, &header)) {
    say(node, what, -1);
    return;
  }
  printf("%s %s: status %d/%d/%d, masked %d, info %d, sense %d %X/%02X/%02X, left %d\n", node, what, header.status,
         header.host_status, header.driver_status, header.masked_status, header.info & 1,
         header.sb_len_wr, sense[2] & 15, sense[12], sense[13], header.resid);
}

static void probe_commands(const char *node, int descriptor, unsigned most) {
  unsigned char cdb[40];
  sg_io_hdr_t header = command(cdb, INQUIRY, INQUIRY_BYTES);
  report(node, "INQUIRY", descriptor, header);
  sg_iovec_t pieces[2] = {{memory, 8}, {memory + 4096, 28}};
  memset(memory, 0, 8192);
  header.dxferp = pieces;
  header.iovec_count = 2;
  report(node, "INQUIRY into two pieces", descriptor, header);
  printf("%s the pieces: type %d, something after: %d\n", node, memory[0] & 31, memory[4096] > ' ');
  report(node, "unknown command", descriptor, command(cdb, UNKNOWN_OPCODE, 0));
  header = command(cdb, UNKNOWN_OPCODE, 0);
  header.mx_sb_len = 8;
  report(node, "sense cut to 8", descriptor, header);
  header = command(cdb, INQUIRY, INQUIRY_BYTES);
  header.interface_id = 'X';
  report(node, "another interface_id", descriptor, header);
  header = command(cdb, INQUIRY, INQUIRY_BYTES);
  header.cmd_len = 0;
  report(node, "CDB of 0 bytes", descriptor, header);
  header.cmd_len = 33;
  report(node, "CDB of 33 bytes", descriptor, header);
  report(node, "more than the largest transfer", descriptor, command(cdb, INQUIRY, most + 512));
}

static void probe_sr(const char *path) {
  unsigned short sectors = 0;
  unsigned char cdb[16];
  struct stat node;
  int descriptor = open(path, O_RDWR | O_NONBLOCK), value = 0;
  say("sr", "open", descriptor < 0 ? -1 : 0);
  fstat(descriptor, &node);
  printf("sr is a block device: %d, of major %u\n", S_ISBLK(node.st_mode), major(node.st_rdev));
  say("sr", "SG_GET_VERSION_NUM", ioctl(descriptor, SG_GET_VERSION_NUM, &value) ? -1 : value);
  say("sr", "BLKSECTGET", ioctl(descriptor, BLKSECTGET, &sectors) ? -1 : sectors > 0);
  say("sr", "BLKSSZGET", ioctl(descriptor, BLKSSZGET, &value) ? -1 : value);
  say("sr", "SG_GET_SCSI_ID", ioctl(descriptor, SG_GET_SCSI_ID, memory));
  say("sr", "CDROM_DRIVE_STATUS", ioctl(descriptor, CDROM_DRIVE_STATUS, CDSL_CURRENT));
  probe_commands("sr", descriptor, sectors * 512u);
  sg_io_hdr_t header = command(cdb, INQUIRY, INQUIRY_BYTES);
  header.dxfer_direction = SG_DXFER_NONE;
  report("sr", "a length without direction", descriptor, header);
  header.dxfer_direction = SG_DXFER_TO_FROM_DEV;
  report("sr", "to and from the drive", descriptor, header);

  int held = open(path, O_RDWR | O_NONBLOCK | O_EXCL);
  say("sr", "O_EXCL", held < 0 ? -1 : 0);
  say("sr", "O_EXCL again", open(path, O_RDWR | O_NONBLOCK | O_EXCL));
  int plain = open(path, O_RDWR | O_NONBLOCK);
  say("sr", "plain open meanwhile", plain < 0 ? -1 : 0);
  close(plain);
  int copy = dup(held);
  close(held);
  say("sr", "O_EXCL while a copy is open", open(path, O_RDWR | O_NONBLOCK | O_EXCL));
  close(copy);
  held = open(path, O_RDWR | O_NONBLOCK | O_EXCL);
  say("sr", "O_EXCL after that", held < 0 ? -1 : 0);
  close(held);
  say("sr", "an unknown ioctl", ioctl(descriptor, 0x1234, NULL));
  close(descriptor);
  say("sr", "SG_IO when closed", ioctl(descriptor, SG_IO, &header));
}

static void probe_sg(const char *path) {
  struct stat node;
  int descriptor = open(path, O_RDWR | O_NONBLOCK), value = 0, most = 0;
  say("sg", "open", descriptor < 0 ? -1 : 0);
  fstat(descriptor, &node);
  printf("sg is a character device: %d, of major %u\n", S_ISCHR(node.st_mode), major(node.st_rdev));
  say("sg", "SG_GET_VERSION_NUM", ioctl(descriptor, SG_GET_VERSION_NUM, &value) ? -1 : value >= 30536);
  say("sg", "BLKSECTGET", ioctl(descriptor, BLKSECTGET, &most) ? -1 : most > 0);
  struct sg_scsi_id id = {0};
  say("sg", "SG_GET_SCSI_ID", ioctl(descriptor, SG_GET_SCSI_ID, &id) ? -1 : id.scsi_type);
  probe_commands("sg", descriptor, most);
  say("sg", "read", read(descriptor, memory, 36));
  say("sg", "O_EXCL while it is open", open(path, O_RDWR | O_NONBLOCK | O_EXCL));
  close(descriptor);
  say("sg", "O_EXCL read-only", open(path, O_RDONLY | O_NONBLOCK | O_EXCL));
  int held = open(path, O_RDWR | O_NONBLOCK | O_EXCL);
  say("sg", "O_EXCL alone", held < 0 ? -1 : 0);
  say("sg", "plain open meanwhile", open(path, O_RDWR | O_NONBLOCK));
  if (fork() == 0) _exit(open(path, O_RDWR | O_NONBLOCK) < 0 && errno == EBUSY ? 0 : 1);
  wait(&value);
  printf("sg another process meanwhile: %s\n", value == 0 ? "EBUSY" : "no EBUSY");
}

int main(int count, char **values) {
  if (count != 3 || !(memory = calloc(1, 1 << 21))) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  probe_sr(values[1]);
  probe_sg(values[2]);
  return 0;
}
