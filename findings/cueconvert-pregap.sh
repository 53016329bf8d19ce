#!/usr/bin/env bash
# cueconvert of cuetools 1.4.1 (Debian 12) makes of a CUE sheet with PREGAP a TOC file that cdrdao 1.2.4 refuses.
#
# One expects: PREGAP becomes PREGAP or SILENCE, the statements for audio tracks in cdrdao(1).
# What happens: it becomes ZERO, which is for data tracks. cdrdao reports "Mixing of FILE/AUDIOFILE/SILENCE and DATAFILE/ZERO
# statements not allowed". With PREGAP in the place of ZERO and START, cdrdao reads the file.
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

head -c $((12 * 75 * 2352)) /dev/zero > sound.bin
printf 'FILE "sound.bin" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    PREGAP 00:02:00\n    INDEX 01 00:06:00\n' > disc.cue
root/usr/bin/cueconvert -i cue -o toc disc.cue > disc.toc
cat disc.toc
root/usr/bin/cdrdao show-toc disc.toc > said 2>&1 || true
grep ERROR said
sed '/^START/d; s/^ZERO /PREGAP /' disc.toc > mended.toc
root/usr/bin/cdrdao show-toc mended.toc 2> /dev/null | grep PREGAP
grep -qx 'ZERO 00:02:00' disc.toc
grep -q 'Mixing of FILE/AUDIOFILE/SILENCE and DATAFILE/ZERO statements not allowed' said
echo 'as described'
