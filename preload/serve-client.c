#define _GNU_SOURCE
#include "serve-client.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum {
  VERSION = 2,
  GREETING_BYTES = 24,
  REQUEST_BYTES = 52,
  REPLY_BYTES = 36,
  MAX_CDB_BYTES = 32,
  /* Programs expect small numbers for the descriptors that they open themselves. */
  LOWEST_DESCRIPTOR = 700
};

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int connection = -1;
static pid_t connected_process;
static uint32_t max_data_length, next_number = 1;

static uint32_t get_u32(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void put_u32(unsigned char *bytes, uint32_t value) {
  for (int index = 0; index < 4; index++) bytes[index] = value >> (24 - 8 * index);
}

/* close() itself may be one of the functions that a library replaces. */
static void close_descriptor(int descriptor) { syscall(SYS_close, descriptor); }

static int send_all(const void *bytes, size_t length) {
  for (const char *next = bytes; length > 0;) {
    ssize_t sent = send(connection, next, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    next += sent;
    length -= sent;
  }
  return 0;
}

static int receive_all(void *bytes, size_t length) {
  for (char *next = bytes; length > 0;) {
    ssize_t received = recv(connection, next, length, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return -1;
    next += received;
    length -= received;
  }
  return 0;
}

static void disconnect(void) {
  close_descriptor(connection);
  connection = -1;
}

static int connect_to(const char *socket_path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  unsigned char greeting[GREETING_BYTES];
  if (snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path) >= (int)sizeof address.sun_path) return -1;
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  connection = syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
  if (connection < 0) connection = descriptor;
  else close_descriptor(descriptor);
  connected_process = getpid();
  if (connect(connection, (struct sockaddr *)&address, sizeof address) || receive_all(greeting, sizeof greeting) ||
      memcmp(greeting, "DWHI", 4) || greeting[4] != VERSION) {
    disconnect();
    return -1;
  }
  max_data_length = get_u32(greeting + 8);
  return 0;
}

static int exchange(const struct serve_command *command, struct serve_answer *answer) {
  unsigned char request[REQUEST_BYTES] = {'D', 'W', 'R', 'Q', VERSION}, reply[REPLY_BYTES];
  uint32_t number = next_number++;
  request[5] = command->direction;
  request[6] = command->cdb_length;
  put_u32(request + 8, number);
  put_u32(request + 12, command->time_limit_ms);
  put_u32(request + 16, command->direction == SERVE_NO_DATA ? 0 : command->data_length);
  memcpy(request + 20, command->cdb, command->cdb_length);
  if (send_all(request, sizeof request)) return -1;
  if (command->direction == SERVE_TO_DRIVE && send_all(command->data, command->data_length)) return -1;

  if (receive_all(reply, sizeof reply) || memcmp(reply, "DWRP", 4) || get_u32(reply + 8) != number) return -1;
  uint32_t data_length = get_u32(reply + 20);
  answer->status = reply[5];
  answer->host_status = reply[6];
  answer->driver_status = reply[7];
  answer->duration_ms = get_u32(reply + 12);
  answer->residual = get_u32(reply + 16);
  answer->sense_length = reply[24] << 8 | reply[25];
  if (answer->sense_length > sizeof answer->sense || receive_all(answer->sense, answer->sense_length)) return -1;
  if (data_length > (command->direction == SERVE_FROM_DRIVE ? command->data_length : 0)) return -1;
  return receive_all(command->data, data_length);
}

static int is_lost(void) {
  char byte;
  return recv(connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static int be_connected(const char *socket_path) {
  if (connection >= 0 && connected_process != getpid()) disconnect();
  return connection >= 0 ? 0 : connect_to(socket_path);
}

int serve_reach(const char *socket_path) {
  pthread_mutex_lock(&one_at_a_time);
  if (connection >= 0 && is_lost()) disconnect();
  int result = be_connected(socket_path);
  pthread_mutex_unlock(&one_at_a_time);
  return result;
}

int serve_execute(const char *socket_path, const struct serve_command *command, struct serve_answer *answer) {
  int result = -1, error = ENODEV;
  pthread_mutex_lock(&one_at_a_time);
  if (be_connected(socket_path) == 0) {
    if (command->cdb_length == 0 || command->cdb_length > MAX_CDB_BYTES || command->data_length > max_data_length)
      error = EINVAL;
    else if ((result = exchange(command, answer)))
      disconnect();
  }
  pthread_mutex_unlock(&one_at_a_time);
  if (result) errno = error;
  return result;
}
