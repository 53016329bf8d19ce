/*
 * The drive's buffer, in real time. Without DISCWRIGHT_RECORDER_SPEED (a multiple of 1x) the disc takes everything at once.
 * With it, the disc takes blocks at that speed from when the buffer is first full, a WRITE waits for room, and a buffer that
 * is empty before the track ends is an underrun.
 */
#define _GNU_SOURCE
#include "recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { BYTES_A_SECOND_AT_1X = 176400, BUFFER_BYTES = 2 << 20 };

static struct {
  unsigned long writes, underruns, dips;
  double bytes, lowest;
  unsigned largest_write;
  double first_write, last_track_end;
  double cpu_at_first_write, cpu_at_track_end;
} counts = {.lowest = BUFFER_BYTES};

static double level, looked_at;
static int burning, is_low;

static double rate(void) {
  static double known = -1;
  if (known < 0) {
    const char *text = getenv("DISCWRIGHT_RECORDER_SPEED");
    known = text ? atof(text) * BYTES_A_SECOND_AT_1X : 0;
  }
  return known;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* User and system time of all threads of this process, in seconds. */
static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void sleep_for(double seconds) {
  struct timespec time = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
  while (nanosleep(&time, &time)) continue;
}

static void drain(void) {
  double time = now();
  if (burning) {
    level -= (time - looked_at) * rate();
    if (level < 0) {
      counts.underruns++;
      burning = 0;
      level = 0;
    }
    if (level < counts.lowest) counts.lowest = level;
    if (!is_low && level < BUFFER_BYTES / 2.0) counts.dips++;
    is_low = level < BUFFER_BYTES / 2.0;
  }
  looked_at = time;
}

void pace_write(unsigned bytes) {
  if (counts.writes++ == 0) {
    counts.first_write = now();
    counts.cpu_at_first_write = cpu();
  }
  counts.bytes += bytes;
  if (bytes > counts.largest_write) counts.largest_write = bytes;
  if (rate() == 0) return;
  drain();
  if (level + bytes > BUFFER_BYTES) {
    burning = 1;
    sleep_for((level + bytes - BUFFER_BYTES) / rate());
    drain();
  }
  level += bytes;
}

void pace_track_end(void) {
  if (rate() > 0) {
    drain();
    sleep_for(level / rate());
    level = 0;
    burning = is_low = 0;
  }
  counts.last_track_end = now();
  counts.cpu_at_track_end = cpu();
}

void pace_capacity(unsigned *total, unsigned *available) {
  if (rate() > 0) drain();
  *total = BUFFER_BYTES;
  *available = BUFFER_BYTES - (unsigned)level;
}

void write_counts(void) {
  const char *path = getenv("DISCWRIGHT_RECORDER_COUNTS");
  if (!path || counts.writes == 0) return;
  FILE *file = fopen(path, "w");
  if (!file) return;
  fprintf(file,
          "{\"writes\":%lu,\"bytes\":%.0f,\"largestWrite\":%u,\"underruns\":%lu,\"dips\":%lu,\"lowestBufferBytes\":%.0f,"
          "\"secondsWriting\":%.3f,\"cpuWriting\":%.3f,\"cpuToTrackEnd\":%.3f,\"tracks\":%d,\"closed\":%s}\n",
          counts.writes, counts.bytes, counts.largest_write, counts.underruns, counts.dips, counts.lowest,
          counts.last_track_end - counts.first_write,
          counts.cpu_at_track_end - counts.cpu_at_first_write, counts.cpu_at_track_end, disc.complete_tracks, disc.closed ? "true" : "false");
  fclose(file);
}
