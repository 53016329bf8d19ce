#!/usr/bin/env bash
# cdrdao 1.2.4 (Debian 12) takes the audio of a CUE sheet's BINARY file for big-endian, the same as that of a MOTOROLA file.
#
# One expects: BINARY means little-endian and MOTOROLA big-endian, as in the programs that write such sheets, so that the
# samples 1 and 2, stored as 01 00 02 00, are shown as 1 and 2.
# What happens: both are read as 256 and 512, and a burn of an ordinary BIN/CUE pair is loud noise. cdrdao even warns that
# a MOTOROLA file is big-endian, and then treats both alike. Option --swap is needed for BINARY.
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
cdrdao=root/usr/bin/cdrdao

# Four seconds of the samples 1 (left) and 2 (right), 16 bits, little-endian.
for _ in $(seq 588); do printf '\001\000\002\000'; done > block
for _ in $(seq 300); do cat block; done > sound.bin
sheet() { printf 'FILE "sound.bin" %s\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n' "$1" > "$1.cue"; }
sheet BINARY
sheet MOTOROLA
first_sample() { "$cdrdao" show-data "$@" 2> "$folder/words" | awk '$1 == "0:" { print $2, $3; exit }' || true; }

binary=$(first_sample BINARY.cue)
motorola=$(first_sample MOTOROLA.cue)
warning=$(grep -o 'Warning, big endian binary file' words || true)
swapped=$(first_sample --swap BINARY.cue)
printf 'BINARY: %s (expected 1 2)\nMOTOROLA: %s; %s\nBINARY with --swap: %s\n' "$binary" "$motorola" "$warning" "$swapped"
[ "$binary" = '256 512' ] && [ "$motorola" = '256 512' ] && [ "$swapped" = '1 2' ] && [ -n "$warning" ]
echo 'as described'
