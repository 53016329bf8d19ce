/*
 * SCSI commands over the socket of `discwright serve`, as docs/serve.md describes them. The library for LD_PRELOAD uses it, and so can
 * any program: compile serve-client.c with it. Linux; MIT licence.
 */
#ifndef SERVE_CLIENT_H
#define SERVE_CLIENT_H

#ifdef __cplusplus
extern "C" {
#endif

enum serve_direction { SERVE_NO_DATA = 0, SERVE_FROM_DRIVE = 1, SERVE_TO_DRIVE = 2 };

struct serve_command {
  const unsigned char *cdb;
  unsigned cdb_length; /* 1 to 32 */
  enum serve_direction direction;
  void *data; /* what is sent, or where to put what comes; NULL without data */
  unsigned data_length; /* in bytes, at most 1,048,576 */
  unsigned time_limit_ms; /* 0: none */
};

/* The drive did it only if all three statuses are 0. `residual`: bytes that were not transferred. */
struct serve_answer {
  unsigned char status, host_status, driver_status;
  unsigned duration_ms, residual, sense_length;
  unsigned char sense[255];
};

/*
 * Sends a command and waits for its answer; data from the drive go to command->data. A process has one connection, made at
 * its first command and made again after fork(); commands of several threads are sent one after another.
 * Returns 0, or -1 with errno: ENODEV, there is no server (any longer); EINVAL, the server would refuse such a command.
 */
int serve_execute(const char *socket_path, const struct serve_command *command, struct serve_answer *answer);

/* Whether there is a server: 0, or -1 if not. Sends no command. */
int serve_reach(const char *socket_path);

#ifdef __cplusplus
}
#endif

#endif
