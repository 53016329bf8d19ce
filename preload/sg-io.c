/* SG_IO and the ioctls of the sg driver, with the answers and errors that were measured on Linux 6.1 and 6.12. */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <scsi/scsi.h>
#include <scsi/scsi_ioctl.h>
#include <scsi/sg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  SR_VERSION = 30527,
  SG_VERSION = 30536,
  MIN_CDB_BYTES = 6,
  MAX_CDB_BYTES = 32,
  PAGE_SLACK_BYTES = 511,
  DEFAULT_TIME_LIMIT_MS = 60000,
  DEFAULT_RESERVED_BYTES = 32768,
  CDROM_TYPE = 5,
  HANDLED_SENSE_BYTES = 252,
  /* Missing in scsi_ioctl.h and sg.h of the C library. */
  IOCTL_GET_PCI = 0x5387,
  IOCTL_GET_ACCESS_COUNT = 0x2289
};

static int jiffies = DEFAULT_TIME_LIMIT_MS / 10;
static int reserved_bytes = DEFAULT_RESERVED_BYTES;

static int is_refused(enum node_kind kind, const sg_io_hdr_t *header) {
  unsigned most = drive_max_bytes();
  if (header->interface_id != 'S') return kind == BLOCK_NODE ? EINVAL : ENOSYS;
  if (header->cmd_len < MIN_CDB_BYTES || !header->cmdp) return EMSGSIZE;
  if (header->cmd_len > MAX_CDB_BYTES) return EINVAL;
  if (header->mx_sb_len > HANDLED_SENSE_BYTES && !header->sbp) return EFAULT;
  if (kind == BLOCK_NODE && header->dxfer_len > most) return EIO;
  if (kind == GENERIC_NODE && header->dxfer_len > most + PAGE_SLACK_BYTES) return EINVAL;
  if (header->dxfer_len == 0) return 0;
  switch (header->dxfer_direction) {
  case SG_DXFER_TO_DEV:
  case SG_DXFER_FROM_DEV:
    return 0;
  case SG_DXFER_NONE:
    return kind == BLOCK_NODE ? EINVAL : 0;
  case SG_DXFER_TO_FROM_DEV:
    return kind == BLOCK_NODE ? 0 : EINVAL;
  default:
    return EINVAL;
  }
}

static enum serve_direction direction_of(const sg_io_hdr_t *header) {
  if (header->dxfer_len == 0 || header->dxfer_direction == SG_DXFER_NONE) return SERVE_NO_DATA;
  return header->dxfer_direction == SG_DXFER_TO_DEV ? SERVE_TO_DRIVE : SERVE_FROM_DRIVE;
}

/* Copies between one piece of memory and the pieces of a scatter list. */
static void copy_pieces(const sg_io_hdr_t *header, unsigned char *whole, unsigned length, int gather) {
  const sg_iovec_t *pieces = header->dxferp;
  for (unsigned index = 0, done = 0; index < header->iovec_count && done < length; index++) {
    unsigned part = pieces[index].iov_len < length - done ? pieces[index].iov_len : length - done;
    if (gather) memcpy(whole + done, pieces[index].iov_base, part);
    else memcpy(pieces[index].iov_base, whole + done, part);
    done += part;
  }
}

static void report(sg_io_hdr_t *header, const struct serve_answer *answer) {
  unsigned sense = answer->sense_length < header->mx_sb_len ? answer->sense_length : header->mx_sb_len;
  header->status = answer->status;
  header->masked_status = (answer->status >> 1) & 0x1f;
  header->msg_status = 0;
  header->host_status = answer->host_status;
  header->driver_status = answer->driver_status;
  header->resid = answer->residual;
  header->duration = answer->duration_ms;
  header->info = answer->status || answer->host_status || answer->driver_status ? SG_INFO_CHECK : SG_INFO_OK;
  header->sb_len_wr = header->sbp ? sense : 0;
  if (header->sbp) memcpy(header->sbp, answer->sense, sense);
}

static int sg_io(enum node_kind kind, sg_io_hdr_t *header) {
  int error = is_refused(kind, header);
  if (error) return refuse(error);
  struct serve_command command = {header->cmdp, header->cmd_len, direction_of(header), header->dxferp, 0,
                                  header->timeout ? header->timeout : DEFAULT_TIME_LIMIT_MS};
  struct serve_answer answer;
  unsigned char *whole = NULL;
  if (command.direction != SERVE_NO_DATA) command.data_length = header->dxfer_len;
  if (header->iovec_count && command.data_length) {
    if (!(command.data = whole = calloc(1, command.data_length))) return refuse(ENOMEM);
    if (command.direction == SERVE_TO_DRIVE) copy_pieces(header, whole, command.data_length, 1);
  }
  int result = drive_execute(&command, &answer);
  if (result == 0) {
    if (whole && command.direction == SERVE_FROM_DRIVE)
      copy_pieces(header, whole, command.data_length - answer.residual, 0);
    report(header, &answer);
  }
  error = errno;
  free(whole);
  return result ? refuse(error) : 0;
}

/* As the kernel does: an SG_IO with a CDB of 12 bytes, which then returns its residual as the length. */
static int send_packet(enum node_kind kind, struct cdrom_generic_command *packet) {
  sg_io_hdr_t header = {.interface_id = 'S',
                        .cmdp = packet->cmd,
                        .cmd_len = sizeof packet->cmd,
                        .dxferp = packet->buffer,
                        .dxfer_len = packet->buflen,
                        .timeout = packet->timeout > 0 ? packet->timeout * 10 : 0,
                        .sbp = (unsigned char *)packet->sense,
                        .mx_sb_len = packet->sense ? sizeof *packet->sense : 0};
  switch (packet->data_direction) {
  case CGC_DATA_WRITE:
    header.dxfer_direction = SG_DXFER_TO_DEV;
    break;
  case CGC_DATA_READ:
    header.dxfer_direction = SG_DXFER_FROM_DEV;
    break;
  case CGC_DATA_NONE:
    header.dxfer_direction = SG_DXFER_NONE;
    header.dxfer_len = 0;
    break;
  default:
    return refuse(EINVAL);
  }
  int result = sg_io(kind, &header);
  if (result == 0 && header.status) result = refuse(EIO);
  packet->stat = result ? -EIO : 0;
  packet->buflen = header.resid;
  return result;
}

static int put(void *argument, int value) {
  *(int *)argument = value;
  return 0;
}

static int set_reserved(int wanted) {
  if (wanted < 0) return refuse(EINVAL);
  reserved_bytes = wanted < (int)drive_max_bytes() ? wanted : (int)drive_max_bytes();
  return 0;
}

static int generic_ioctl(unsigned request, void *argument) {
  switch (request) {
  case BLKSECTGET:
    return put(argument, drive_max_bytes());
  case SG_GET_SCSI_ID: {
    struct sg_scsi_id *id = argument;
    memset(id, 0, sizeof *id);
    id->scsi_type = CDROM_TYPE;
    id->h_cmd_per_lun = id->d_queue_depth = 1;
    return 0;
  }
  case SG_GET_SG_TABLESIZE:
    return put(argument, drive_max_bytes() / 4096);
  case SG_GET_LOW_DMA:
  case SG_GET_COMMAND_Q:
  case SG_GET_KEEP_ORPHAN:
  case SG_GET_NUM_WAITING:
    return put(argument, 0);
  case IOCTL_GET_ACCESS_COUNT:
    return put(argument, 1);
  case SG_SET_FORCE_LOW_DMA:
  case SG_SET_COMMAND_Q:
  case SG_SET_KEEP_ORPHAN:
  case SG_NEXT_CMD_LEN:
  case SG_SET_DEBUG:
  case SG_SCSI_RESET:
    return 0;
  }
  return NOT_KNOWN;
}

int sg_ioctl(enum node_kind kind, unsigned request, void *argument) {
  switch (request) {
  case SG_IO:
    return sg_io(kind, argument);
  case CDROM_SEND_PACKET:
    return send_packet(kind, argument);
  case SG_GET_VERSION_NUM:
    return put(argument, kind == BLOCK_NODE ? SR_VERSION : SG_VERSION);
  case SG_SET_TIMEOUT:
    jiffies = *(int *)argument;
    return 0;
  case SG_GET_TIMEOUT:
    return jiffies;
  case SG_GET_RESERVED_SIZE:
    return put(argument, kind == BLOCK_NODE ? (int)drive_max_bytes() : reserved_bytes);
  case SG_SET_RESERVED_SIZE:
    return set_reserved(*(int *)argument);
  case SG_EMULATED_HOST:
    return put(argument, 1);
  case SCSI_IOCTL_GET_IDLUN:
    ((int *)argument)[1] = 1;
    return put(argument, 0);
  case SCSI_IOCTL_GET_BUS_NUMBER:
    return put(argument, 0);
  case SCSI_IOCTL_PROBE_HOST:
    if (*(unsigned *)argument) snprintf(argument, *(unsigned *)argument, "discwright");
    return 1;
  case IOCTL_GET_PCI:
    return refuse(ENXIO);
  }
  return kind == GENERIC_NODE ? generic_ioctl(request, argument) : NOT_KNOWN;
}
