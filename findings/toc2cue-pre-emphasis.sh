#!/usr/bin/env bash
# toc2cue of cdrdao 1.2.4 (Debian 12) leaves pre-emphasis, ISRC, catalogue number and indexes out of the CUE sheet.
#
# One expects: what both formats can say is converted: PRE_EMPHASIS to FLAGS PRE, FOUR_CHANNEL_AUDIO to FLAGS 4CH, ISRC, CATALOG, and
# INDEX 02. toc2cue says that it checks for what "cannot be converted to a cue file".
# What happens: of them only COPY becomes a flag (DCP). The rest is dropped without a word, and a disc burned from that sheet
# plays without de-emphasis: its treble is too loud.
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

head -c $((12 * 75 * 2352)) /dev/zero > sound.bin
cat > disc.toc << 'EOF'
CD_DA
CATALOG "0123456789012"
TRACK AUDIO
COPY
PRE_EMPHASIS
ISRC "USABC0100001"
FILE "sound.bin" 00:00:00 00:06:00
INDEX 00:02:00
TRACK AUDIO
FOUR_CHANNEL_AUDIO
FILE "sound.bin" 00:06:00 00:06:00
EOF
root/usr/bin/cdrdao show-toc disc.toc 2> /dev/null | grep -v '^$' | tee toc
root/usr/bin/toc2cue disc.toc disc.cue 2>&1 | grep -i 'cannot be converted' -B 1
cat disc.cue
# cdrdao itself has read all of it from the TOC file.
for known in 'CATALOG NUMBER: 0123456789012' 'ISRC US ABC 01 00001' '^ *PRE-EMPHASIS' 'FOUR CHANNEL AUDIO' 'INDEX  2 00:02:00'; do grep -q "$known" toc; done
grep -q 'FLAGS DCP$' disc.cue
! grep -qE 'PRE|4CH|ISRC|CATALOG|INDEX 02' disc.cue
echo 'as described'
