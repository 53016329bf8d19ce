#!/usr/bin/env bash
# libcdio 2.1.0 (Debian 12) ignores the FILE statement of a CUE sheet, and reads a file with the name of the sheet.
#
# One expects: FILE "sound.bin" in disc.cue is sound.bin, in the folder of the sheet.
# What happens: cd-info wants disc.bin. Where there is none, it reports that disc.bin is missing; where there is one, it describes
# that file, without a word: here a disc of 1,000 blocks, though the sheet names a file of 300.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q libcdio-utils=2.1.0-4 libcdio19=2.1.0-4 libiso9660-11=2.1.0-4 libudf0=2.1.0-4 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)
cd_info() { root/usr/bin/cd-info --no-header --no-device-info --no-cddb --cue-file="$1" 2>&1 | grep -E 'leadout|could not' || true; }

head -c $((300 * 2352)) /dev/zero > sound.bin
printf 'FILE "sound.bin" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n' > disc.cue
alone=$(cd_info disc.cue)
head -c $((1000 * 2352)) /dev/zero > disc.bin
beside=$(cd_info disc.cue)
cp disc.cue sound.cue
named=$(cd_info sound.cue)
printf 'disc.cue, with sound.bin: %s\n  and with disc.bin: %s\nsound.cue: %s\n' "$alone" "$beside" "$named"
grep -q 'disc.bin.*No such file' <<< "$alone"
grep -q '001000 leadout' <<< "$beside"
grep -q '000300 leadout' <<< "$named"
echo 'as described'
