#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/cdrom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  TIME_LIMIT_MS = 30000,
  TRIES = 5,
  CHECK_CONDITION = 2,
  NOT_READY = 2,
  ILLEGAL_REQUEST = 5,
  UNIT_ATTENTION = 6,
  UNKNOWN_COMMAND = 0x20,
  NO_MEDIUM = 0x3a,
  TRAY_OPEN = 2,
  DEFAULT_MAX_BYTES = 131072,
  LOGGED_BYTES = 64
};

const char *drive_socket(void) {
  const char *path = getenv("DISCWRIGHT_PRELOAD_SOCKET");
  return path ? path : "";
}

unsigned drive_max_bytes(void) {
  const char *text = getenv("DISCWRIGHT_PRELOAD_MAX_BYTES");
  int value = text ? atoi(text) : 0;
  return value > 0 ? value : DEFAULT_MAX_BYTES;
}

static char *in_hex(char *text, const unsigned char *bytes, unsigned length) {
  for (unsigned index = 0; index < length; index++) text += sprintf(text, "%02X", bytes[index]);
  return text;
}

/* How many bytes of a command's data the log gets. */
static unsigned logged_bytes(const struct serve_command *command) {
  const char *text = getenv("DISCWRIGHT_PRELOAD_LOG_BYTES");
  unsigned most = text && atoi(text) > 0 ? atoi(text) : LOGGED_BYTES;
  if (command->direction != SERVE_TO_DRIVE) return 0;
  return command->data_length < most ? command->data_length : most;
}

/* Writes a line for a command: CDB, data to the drive, SCSI, host and driver status, sense. */
static void note(const char *path, const struct serve_command *command, const struct serve_answer *answer) {
  unsigned length = logged_bytes(command);
  char *line = malloc(1024 + 2 * (size_t)length), *end = line;
  if (!line) return;
  end = in_hex(end, command->cdb, command->cdb_length);
  *end++ = ' ';
  end = length ? in_hex(end, command->data, length) : stpcpy(end, "-");
  end += sprintf(end, " %u %u %u ", answer->status, answer->host_status, answer->driver_status);
  end = answer->sense_length ? in_hex(end, answer->sense, answer->sense_length) : stpcpy(end, "-");
  *end++ = '\n';
  int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0 || write(log, line, end - line) < 0) perror(path);
  if (log >= 0) close(log);
  free(line);
}

int drive_execute(const struct serve_command *command, struct serve_answer *answer) {
  const char *log = getenv("DISCWRIGHT_PRELOAD_LOG");
  int result = serve_execute(drive_socket(), command, answer);
  if (log && result == 0) note(log, command, answer);
  return result;
}

/* Commands of sr itself are sent again after a unit attention, as the kernel does. */
static int execute_patiently(const struct serve_command *command, struct serve_answer *answer) {
  for (int tries = 1;; tries++) {
    if (drive_execute(command, answer)) return -1;
    if (answer->status != CHECK_CONDITION || (answer->sense[2] & 15) != UNIT_ATTENTION || tries == TRIES) return 0;
  }
}

int drive_command(const unsigned char *cdb, unsigned cdb_length, enum serve_direction direction, void *data,
                  unsigned length, struct serve_answer *answer) {
  struct serve_command command = {cdb, cdb_length, direction, data, length, TIME_LIMIT_MS};
  if (execute_patiently(&command, answer)) return -1;
  if (answer->host_status) return refuse(EIO);
  if (!answer->status) return 0;
  int key = answer->sense[2] & 15;
  if (key == NOT_READY) return refuse(ENOMEDIUM);
  return refuse(key == ILLEGAL_REQUEST && answer->sense[12] == UNKNOWN_COMMAND ? EOPNOTSUPP : EIO);
}

int drive_status(void) {
  const unsigned char test_unit_ready[6] = {0};
  struct serve_answer answer = {0};
  if (drive_command(test_unit_ready, 6, SERVE_NO_DATA, NULL, 0, &answer) == 0) return CDS_DISC_OK;
  if (!answer.status || answer.sense[12] != NO_MEDIUM) return CDS_DRIVE_NOT_READY;
  return answer.sense[13] == TRAY_OPEN ? CDS_TRAY_OPEN : CDS_NO_DISC;
}
