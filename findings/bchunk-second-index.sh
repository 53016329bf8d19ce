#!/usr/bin/env bash
# bchunk 1.2.2 (Debian 12) begins a track at its last index, and loses the music between INDEX 01 and there.
#
# One expects: a track begins at INDEX 01. INDEX 02 to 99 only divide it, for example into movements.
# What happens: with INDEX 02, two seconds after INDEX 01, the file of the track begins there: two seconds of music are in no file. What
# lies between INDEX 00 and INDEX 01 is in no file either. The listing on the screen has all indexes.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q bchunk=1.2.2+git20220715+ds-2 > /dev/null
dpkg-deb -x ./*.deb root
# 8 seconds: track 1 with the sample 1, from 4 s on track 2 with the sample 2, from 6 s on its second index with the sample 3.
piece() { for _ in $(seq 588); do printf "$1"; done > block; for _ in $(seq "$2"); do cat block; done; }
{ piece '\001\000\001\000' 300; piece '\002\000\002\000' 150; piece '\003\000\003\000' 150; } > disc.bin
printf 'FILE "disc.bin" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    INDEX 01 00:04:00\n' > one.cue
{ cat one.cue; printf '    INDEX 02 00:06:00\n'; } > two.cue

for sheet in one two; do
  root/usr/bin/bchunk disc.bin "$sheet.cue" "$sheet-" | tr '\r' '\n' | grep '^Track'
  printf '%s: %s seconds in two files; track 2 begins with sample %s\n' "$sheet" "$(($(cat "$sheet"-0?.cdr | wc -c) / 176400))" \
    "$(od -An -td1 -N1 "$sheet-02.cdr" | tr -d ' ')" | tee "$sheet.said"
done
grep -qx 'one: 8 seconds in two files; track 2 begins with sample 2' one.said
grep -q 'track 2 begins with sample 3' two.said
echo 'as described'
