/*
 * Asks a served drive who it is, changes a setting, and shows what an error looks like. The protocol is in serve-client.c.
 *
 *   cc -O2 -I PACKAGE/preload -o ask-drive ask-drive.c PACKAGE/preload/serve-client.c -lpthread
 *   discwright serve --device sim: --socket my.sock &
 *   ./ask-drive my.sock
 *
 * PACKAGE is node_modules/discwright. MIT licence, like the package.
 */
#include "serve-client.h"

#include <stdio.h>
#include <string.h>

enum { MODE_BYTES = 8 + 52, WRITE_TYPE = 8 + 2, TEST_WRITE = 0x10, TIME_LIMIT_MS = 10000 };

static const char *socket_path;

/* Returns 0 if the drive did it; otherwise says why not. */
static int ask(const char *name, const unsigned char *cdb, unsigned cdb_length, enum serve_direction direction,
               void *data, unsigned data_length) {
  struct serve_command command = {cdb, cdb_length, direction, data, data_length, TIME_LIMIT_MS};
  struct serve_answer answer;
  if (serve_execute(socket_path, &command, &answer)) {
    perror(name);
    return -1;
  }
  if (answer.status == 0 && answer.host_status == 0 && answer.driver_status == 0) return 0;
  /* Fixed format: key in byte 2, additional sense code and qualifier in bytes 12 and 13. */
  if (answer.sense_length >= 14)
    printf("%s: status %u, sense %X/%02X/%02X\n", name, answer.status, answer.sense[2] & 0x0fu, answer.sense[12], answer.sense[13]);
  else
    printf("%s: status %u, host status %u\n", name, answer.status, answer.host_status);
  return -1;
}

int main(int argc, char **argv) {
  unsigned char inquiry[36] = {0}, disc[34] = {0}, page[MODE_BYTES] = {0};
  if (argc != 2) {
    fprintf(stderr, "usage: %s SOCKET\n", argv[0]);
    return 2;
  }
  socket_path = argv[1];

  const unsigned char ask_inquiry[6] = {0x12, 0, 0, 0, sizeof inquiry, 0};
  if (ask("INQUIRY", ask_inquiry, sizeof ask_inquiry, SERVE_FROM_DRIVE, inquiry, sizeof inquiry)) return 1;
  printf("drive: %.8s %.16s %.4s\n", inquiry + 8, inquiry + 16, inquiry + 32);

  const unsigned char ask_disc[10] = {0x51, 0, 0, 0, 0, 0, 0, 0, sizeof disc, 0};
  if (ask("READ DISC INFORMATION", ask_disc, sizeof ask_disc, SERVE_FROM_DRIVE, disc, sizeof disc)) return 1;
  const char *const states[] = {"blank", "appendable", "complete", "random access"};
  printf("disc: %s\n", states[disc[2] & 3]);

  /* Page 05h, Write Parameters: read, changed, sent, and read again. The two lengths at its front are 0 when it is sent. */
  const unsigned char sense[10] = {0x5a, 0x08, 0x05, 0, 0, 0, 0, 0, sizeof page, 0};
  const unsigned char select[10] = {0x55, 0x10, 0, 0, 0, 0, 0, 0, sizeof page, 0};
  if (ask("MODE SENSE(10)", sense, sizeof sense, SERVE_FROM_DRIVE, page, sizeof page)) return 1;
  page[0] = page[1] = 0;
  page[WRITE_TYPE] |= TEST_WRITE;
  if (ask("MODE SELECT(10)", select, sizeof select, SERVE_TO_DRIVE, page, sizeof page)) return 1;
  memset(page, 0, sizeof page);
  if (ask("MODE SENSE(10)", sense, sizeof sense, SERVE_FROM_DRIVE, page, sizeof page)) return 1;
  printf("test write: %s\n", page[WRITE_TYPE] & TEST_WRITE ? "on" : "off");

  const unsigned char unknown[6] = {0xff};
  ask("an unknown command", unknown, sizeof unknown, SERVE_NO_DATA, NULL, 0);
  return 0;
}
