#!/usr/bin/env bash
# cdrdao 1.2.4 (Debian 12) puts INDEX 02 and later of a CUE sheet too far back by the time at which the track begins.
#
# One expects: every INDEX of a CUE sheet counts from the start of its file, so that in a track from 00:06:00 on, INDEX 02
# 00:08:00 is two seconds after INDEX 01.
# What happens: INDEX 00 and INDEX 01 are read so, but the time of INDEX 02 is added to the start of the track: it lies at
# 00:14:00. Where that is after the end of the track, the sheet is refused: "Index beyond track end". In the first track all is right.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q cdrdao=1:1.2.4-3 libao4 libvorbisfile3 libvorbis0a libogg0 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)

# 16 seconds of silence, in tracks from 0 s and from 6 s on.
head -c $((16 * 75 * 2352)) /dev/zero > sound.bin
sheet() { printf 'FILE "sound.bin" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    INDEX 01 00:06:00\n    INDEX 02 00:08:00\n'; }
sheet > two.cue
{ sheet; printf '  TRACK 03 AUDIO\n    INDEX 01 00:12:00\n'; } > three.cue
read_sheet() { root/usr/bin/cdrdao show-toc "$1" 2>&1 | grep -E 'START|INDEX|ERROR' | sed 's/^ *//' || true; }

printf 'two tracks (expected INDEX  2 00:08:00):\n%s\nthree tracks:\n%s\n' "$(read_sheet two.cue)" "$(read_sheet three.cue)"
read_sheet two.cue | grep -q '^INDEX  2 00:14:00'
read_sheet three.cue | grep -q 'Index beyond track end'
echo 'as described'
