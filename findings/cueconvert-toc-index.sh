#!/usr/bin/env bash
# cueconvert of cuetools 1.4.1 (Debian 12) takes the second index of a TOC file for the first, or puts it in the wrong place.
#
# One expects, of cdrdao(1): "INDEX" increments the index, the first one from 1 to 2, and its time counts from the start of the
# track, without its pregap. cdrdao shows it so.
# What happens: in a track without a pregap, INDEX becomes INDEX 01 of the CUE sheet: the track begins two seconds late, and those two
# seconds become its pregap. In a track with a pregap, the time counts from the start of the pregap: INDEX 02 is too early by its length.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q cuetools=1.4.1-0.2 cdrdao=1:1.2.4-3 libao4 libvorbisfile3 libvorbis0a libogg0 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)

head -c $((16 * 75 * 2352)) /dev/zero > sound.bin
cat > disc.toc << 'EOF'
CD_DA
TRACK AUDIO
FILE "sound.bin" 00:00:00 00:06:00
INDEX 00:02:00
TRACK AUDIO
FILE "sound.bin" 00:06:00 00:10:00
START 00:03:00
INDEX 00:04:00
EOF
root/usr/bin/cdrdao show-toc disc.toc 2> /dev/null | grep -E 'TRACK|START|INDEX'
root/usr/bin/cueconvert -i toc -o cue disc.toc | tee disc.cue
printf 'expected: INDEX 01 00:00:00, INDEX 02 00:02:00; INDEX 00 00:06:00, INDEX 01 00:09:00, INDEX 02 00:13:00\n'
found=$(sed -n 's/^INDEX //p' disc.cue | paste -sd,)
[ "$found" = '00 00:00:00,01 00:02:00,00 00:06:00,01 00:09:00,02 00:10:00' ]
echo 'as described'
