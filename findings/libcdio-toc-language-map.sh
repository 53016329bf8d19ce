#!/usr/bin/env bash
# libcdio 2.1.0 (Debian 12) does not open a TOC file with CD-TEXT that is laid out as in cdrdao's own manual.
#
# One expects: the layout of lines has no meaning in a TOC file. cdrdao reads LANGUAGE_MAP on one line and on several, and its manual
# (cdrdao(1), EXAMPLES) has it on three.
# What happens: with the map on one line, cd-info shows the disc and its texts. On three, it reports "Error in opening cdrdao TOC".
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q libcdio-utils=2.1.0-4 libcdio19=2.1.0-4 libiso9660-11=2.1.0-4 libudf0=2.1.0-4 cdrdao=1:1.2.4-3 libao4 libvorbisfile3 \
  libvorbis0a libogg0 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)

head -c $((300 * 2352)) /dev/zero > sound.bin
toc() {
  printf 'CD_DA\nCD_TEXT {\n  LANGUAGE_MAP %s\n  LANGUAGE 0 {\n    TITLE "CD Title"\n    PERFORMER "Performer"\n  }\n}\n' "$1"
  printf 'TRACK AUDIO\nFILE "sound.bin" 0\n'
}
toc '{ 0 : EN }' > one-line.toc
toc $'{\n    0 : EN\n  }' > manual.toc
for name in one-line manual; do
  root/usr/bin/cdrdao show-toc "$name.toc" 2> /dev/null | grep -q 'TRACK  1' && echo "$name: cdrdao reads it"
  { root/usr/bin/cd-info --no-header --no-device-info --no-cddb --toc-file="$name.toc" 2>&1 || true; } | grep -E 'leadout|TITLE|Error' | tee "$name.said"
done
grep -q 'TITLE: CD Title' one-line.said
grep -q 'Error in opening cdrdao TOC' manual.said
echo 'as described'
