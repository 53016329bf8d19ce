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
 * Sends a command and waits for its answer; data from the drive go to command->data. A process has one connection, made at
 * its first command and made again after fork(); commands of several threads are sent one after another.
 * Returns 0, or -1 with errno: ENODEV, there is no server (any longer); EINVAL, the server would refuse such a command.
 */
int serve_execute(const char *socket_path, const struct serve_command *command, struct serve_answer *answer);

/* Whether there is a server: 0, or -1 if not. Sends no command. */
int serve_reach(const char *socket_path);

#endif
