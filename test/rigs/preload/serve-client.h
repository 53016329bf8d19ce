/* SCSI commands over the socket of `discwright serve`, as docs/serve.md describes them. */
#ifndef SERVE_CLIENT_H
#define SERVE_CLIENT_H

enum serve_direction { SERVE_NO_DATA = 0, SERVE_FROM_DRIVE = 1, SERVE_TO_DRIVE = 2 };

struct serve_command {
  const unsigned char *cdb;
  unsigned cdb_length;
  enum serve_direction direction;
  void *data;
  unsigned data_length;
  unsigned time_limit_ms; /* 0: none */
};

struct serve_answer {
  unsigned char status, host_status, driver_status;
  unsigned duration_ms, residual, sense_length;
  unsigned char sense[255];
};

/*
 * Sends a command and waits for its answer; data from the drive go to command->data. One connection a process, made at the
 * first command to the socket and made again after fork(); commands of several threads go one after the other.
 * Returns 0, or -1 with errno: ENODEV, nobody serves there (any more); EINVAL, the server would refuse the command's form.
 */
int serve_execute(const char *socket_path, const struct serve_command *command, struct serve_answer *answer);

/* Whether somebody serves there: 0, or -1. Sends no command. */
int serve_reach(const char *socket_path);

#endif
