/* Prints as JSON: microseconds of one ioctl that fails, as C calls it; size and offsets of struct sg_io_hdr. */
#include <scsi/sg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>

enum { CALLS = 1000000 };

#define FIELD(name) printf("\"%s\":%zu,", #name, offsetof(struct sg_io_hdr, name))

int main(void) {
  struct sg_io_hdr header = {0};
  struct timespec began, ended;
  clock_gettime(CLOCK_MONOTONIC, &began);
  for (int count = 0; count < CALLS; count++) ioctl(-1, SG_IO, &header);
  clock_gettime(CLOCK_MONOTONIC, &ended);
  double seconds = (ended.tv_sec - began.tv_sec) + (ended.tv_nsec - began.tv_nsec) / 1e9;
  printf("{\"microseconds\":%.3f,\"layout\":{", seconds * 1e6 / CALLS);
  FIELD(interface_id);
  FIELD(dxfer_direction);
  FIELD(cmd_len);
  FIELD(mx_sb_len);
  FIELD(iovec_count);
  FIELD(dxfer_len);
  FIELD(dxferp);
  FIELD(cmdp);
  FIELD(sbp);
  FIELD(timeout);
  FIELD(flags);
  FIELD(pack_id);
  FIELD(usr_ptr);
  FIELD(status);
  FIELD(masked_status);
  FIELD(msg_status);
  FIELD(sb_len_wr);
  FIELD(host_status);
  FIELD(driver_status);
  FIELD(resid);
  FIELD(duration);
  FIELD(info);
  printf("\"size\":%zu}}\n", sizeof header);
}
