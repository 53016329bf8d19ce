/*
 * Preloaded into Wine's processes: gives them a CD drive that `discwright serve` offers on a socket. Wine turns SCSI
 * pass-through into SG_IO. Here SG_IO becomes a command on the socket, after the checks that Windows makes and Wine does
 * not. The refusals are errno values that Wine turns into the NTSTATUS of Windows; two have none: see windows/missing-ioctls.c.
 *
 *   DISCWRIGHT_WINE_DEVICE  a regular file, which Wine treats as the drive. Next to it: FILE.socket, FILE.log, and FILE.denied
 *                           while the user may not open the drive
 *   DISCWRIGHT_WINE_CHECKS  for this process: align=N,max=N
 *   DISCWRIGHT_WINE_STOP_AT for this process: its WRITE of this number creates FILE.stopped and waits until that is removed
 */
#define _GNU_SOURCE
#include "../../../preload/serve-client.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

/* linux/cdrom.h and scsi/scsi_ioctl.h. */
enum { CDROM_STATUS = 0x5326, GET_IDLUN = 0x5382, GET_BUS_NUMBER = 0x5386, CDS_NO_DISC_VALUE = 1 };
enum { HOST_NO_CONNECT = 1, HOST_BUSY = 2, HOST_TIME_OUT = 3 };
enum { SCSI_CDROM_MAJOR = 11, PATH_ROOM = 256, WRITE_10 = 0x2a, LOOK_EVERY_US = 5000 };

static const char *device;
static int is_wineserver;
static unsigned alignment = 1, max_transfer;
static atomic_int under_way, writes_to_go;

__attribute__((constructor)) static void start(void) {
  device = getenv("DISCWRIGHT_WINE_DEVICE");
  is_wineserver = strstr(program_invocation_short_name, "wineserver") != NULL;
  const char *checks = getenv("DISCWRIGHT_WINE_CHECKS");
  if (checks) sscanf(checks, "align=%u,max=%u", &alignment, &max_transfer);
  if (alignment == 0) alignment = 1;
  const char *stop_at = getenv("DISCWRIGHT_WINE_STOP_AT");
  if (stop_at) writes_to_go = atoi(stop_at);
}

static void next_to_device(char *path, const char *suffix) { snprintf(path, PATH_ROOM, "%s%s", device, suffix); }

static void note(const char *format, ...) {
  char path[PATH_ROOM], line[512];
  int error = errno, length = snprintf(line, sizeof line, "%s/%d ", is_wineserver ? "server" : "client", getpid());
  va_list values;
  va_start(values, format);
  length += vsnprintf(line + length, sizeof line - length - 1, format, values);
  va_end(values);
  if (length > (int)sizeof line - 2) length = sizeof line - 2;
  line[length++] = '\n';
  next_to_device(path, ".log");
  int log = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log >= 0) {
    if (write(log, line, length) != length) abort();
    syscall(SYS_close, log);
  }
  errno = error;
}

static int real_fstat(int descriptor, struct stat *status) {
  static int (*next)(int, struct stat *);
  if (!next) next = (int (*)(int, struct stat *))dlsym(RTLD_NEXT, "fstat");
  return next(descriptor, status);
}

static int is_device(const struct stat *status) {
  struct stat ours;
  int error = errno, same = device && stat(device, &ours) == 0 && status->st_dev == ours.st_dev && status->st_ino == ours.st_ino;
  errno = error;
  return same;
}

static int is_device_descriptor(int descriptor) {
  struct stat status;
  int error = errno, same = device && descriptor >= 0 && real_fstat(descriptor, &status) == 0 && is_device(&status);
  errno = error;
  return same;
}

/* For tests that must do something during a burn. */
static void stop_here(void) {
  char path[PATH_ROOM];
  next_to_device(path, ".stopped");
  syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  while (access(path, F_OK) == 0) usleep(LOOK_EVERY_US);
}

/* What Windows refuses before anything is sent to the drive. */
static const char *refusal(int descriptor, const sg_io_hdr_t *io, int *error) {
  *error = EACCES;
  if ((fcntl(descriptor, F_GETFL) & O_ACCMODE) != O_RDWR) return "handle cannot both read and write";
  *error = EINVAL;
  if (io->dxfer_len > 0 && (uintptr_t)io->dxferp % alignment != 0) return "misaligned";
  if (max_transfer > 0 && io->dxfer_len > max_transfer) return "transfer too long";
  return NULL;
}

static int errno_of_host_status(unsigned host_status) {
  switch (host_status) {
    case HOST_NO_CONNECT: return ENXIO;
    case HOST_BUSY: return EBUSY;
    case HOST_TIME_OUT: return ESPIPE;
    default: return EIO;
  }
}

static int carry_out(sg_io_hdr_t *io) {
  char socket_path[PATH_ROOM];
  struct serve_answer answer = {0};
  struct serve_command command = {
    .cdb = io->cmdp,
    .cdb_length = io->cmd_len,
    .direction = io->dxfer_direction == SG_DXFER_FROM_DEV ? SERVE_FROM_DRIVE
               : io->dxfer_direction == SG_DXFER_TO_DEV   ? SERVE_TO_DRIVE
                                                          : SERVE_NO_DATA,
    .data = io->dxferp,
    .data_length = io->dxfer_len,
    .time_limit_ms = io->timeout
  };
  next_to_device(socket_path, ".socket");
  if (serve_execute(socket_path, &command, &answer)) {
    if (errno == ENODEV) errno = ENXIO;
    return -1;
  }
  if (answer.host_status) {
    errno = errno_of_host_status(answer.host_status);
    return -1;
  }
  io->status = answer.status;
  io->masked_status = answer.status >> 1 & 0x1f;
  io->msg_status = io->host_status = 0;
  io->driver_status = answer.driver_status;
  io->resid = answer.residual;
  io->duration = answer.duration_ms;
  io->info = answer.status ? SG_INFO_CHECK : SG_INFO_OK;
  io->sb_len_wr = answer.sense_length < io->mx_sb_len ? answer.sense_length : io->mx_sb_len;
  if (io->sbp) memcpy(io->sbp, answer.sense, io->sb_len_wr);
  return 0;
}

static int pass_through(int descriptor, sg_io_hdr_t *io) {
  int error;
  const char *why = refusal(descriptor, io, &error);
  if (why) {
    note("refused %02x %u bytes: %s", io->cmdp[0], io->dxfer_len, why);
    errno = error;
    return -1;
  }
  if (io->cmdp[0] == WRITE_10 && writes_to_go > 0 && atomic_fetch_sub(&writes_to_go, 1) == 1) stop_here();
  if (atomic_fetch_add(&under_way, 1) > 0) note("two commands at once");
  int result = carry_out(io);
  error = errno;
  atomic_fetch_sub(&under_way, 1);
  note("command %02x length=%u offset=%u limit=%u result=%d status=%u", io->cmdp[0], io->dxfer_len,
       (unsigned)((uintptr_t)io->dxferp % 4096), io->timeout, result ? error : 0, result ? 0 : io->status);
  errno = error;
  return result;
}

int ioctl(int descriptor, unsigned long request, ...) {
  va_list values;
  va_start(values, request);
  void *argument = va_arg(values, void *);
  va_end(values);
  int is_about_drives = (request & 0xff00) == 0x2200 || (request & 0xff00) == 0x5300;
  if (!is_about_drives || !is_device_descriptor(descriptor)) return syscall(SYS_ioctl, descriptor, request, argument);
  switch (request) {
    case SG_IO: return pass_through(descriptor, argument);
    case SG_GET_VERSION_NUM: *(int *)argument = 30536; return 0;
    case GET_IDLUN: memset(argument, 0, 8); return 0;
    case GET_BUS_NUMBER: *(int *)argument = 0; return 0;
    case CDROM_STATUS: return CDS_NO_DISC_VALUE;
    default: errno = EINVAL; return -1;
  }
}

/* Only Wine's client checks that the drive is a block device of the SCSI CD driver. */
int fstat(int descriptor, struct stat *status) {
  int result = real_fstat(descriptor, status);
  if (result == 0 && !is_wineserver && is_device(status)) {
    status->st_mode = S_IFBLK | 0660;
    status->st_rdev = makedev(SCSI_CDROM_MAJOR, 0);
  }
  return result;
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  struct stat status;
  char denied[PATH_ROOM];
  if (flags & (O_CREAT | __O_TMPFILE)) {
    va_list values;
    va_start(values, flags);
    mode = va_arg(values, mode_t);
    va_end(values);
  }
  int is_ours = is_wineserver && device && stat(path, &status) == 0 && is_device(&status);
  if (is_ours) {
    next_to_device(denied, ".denied");
    if ((flags & O_ACCMODE) == O_RDWR && access(denied, F_OK) == 0) {
      errno = EACCES;
      return -1;
    }
    note("open %s", (flags & O_ACCMODE) == O_RDWR ? "rw" : "ro");
  }
  return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
