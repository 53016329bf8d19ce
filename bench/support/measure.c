/*
 * measure FILE PROGRAM ARGUMENTS...: runs the program and writes to FILE what it and all its descendants cost, also those
 * that it left behind: wall time, CPU times in seconds, and the largest resident set of one process in KiB. Some programs
 * leave their work to a child and do not wait for it, which getrusage of the shell does not see.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **words) {
  struct timespec begin, end;
  struct rusage cost;
  int status, exit_status = 1;
  if (count < 3) return 2;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  pid_t program = fork();
  if (program == 0) {
    execvp(words[2], words + 2);
    perror(words[2]);
    _exit(127);
  }
  for (pid_t ended; (ended = wait(&status)) > 0 || errno == EINTR;)
    if (ended == program) exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  clock_gettime(CLOCK_MONOTONIC, &end);
  getrusage(RUSAGE_CHILDREN, &cost);
  FILE *file = fopen(words[1], "w");
  if (!file) return 2;
  fprintf(file, "{\"wall\":%.4f,\"user\":%.4f,\"system\":%.4f,\"peakKiB\":%ld}\n",
          end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9, seconds(cost.ru_utime),
          seconds(cost.ru_stime), cost.ru_maxrss);
  fclose(file);
  return exit_status;
}
