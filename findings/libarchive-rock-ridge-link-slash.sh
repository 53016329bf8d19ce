#!/usr/bin/env bash
# libarchive 3.6.2 (Debian 12) leaves a slash out of a long symbolic link that it reads from an ISO 9660 image with Rock Ridge.
#
# One expects: a target that needs several SL entries has a slash between two components, unless the CONTINUE flag of the
# first component says that they are one (RRIP 1.12, 4.1.3), wherever the entries are divided. isoinfo, xorriso and Linux read it so.
# What happens: where one SL entry ends and the next begins bsdtar puts no slash, although the component is complete: of an
# image that xorriso has made, long/long becomes longlong. The link is extracted with another target, without a warning.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 libxml2 xorriso=1.5.4-4 libisoburn1=1.5.4-4 \
  libburn4 libisofs6 libjte2 genisoimage=9:1.1.11-3.4 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)

# 60 components and "end": 303 bytes, more than one entry of at most 255 holds.
mkdir source extracted
target="$(printf 'long/%.0s' $(seq 60))end"
ln -s "$target" source/link
root/usr/bin/xorriso -as mkisofs -quiet -R -o image.iso source 2> /dev/null
root/usr/bin/bsdtar -xf image.iso -C extracted
found=$(readlink extracted/link)
isoinfo=$(root/usr/bin/isoinfo -R -l -i image.iso | sed -n 's/.* link -> //p' | sed 's/ *$//')
printf 'target:  %s\nbsdtar:  %s\nisoinfo: %s\n' "$target" "$found" "$isoinfo"
[ "$isoinfo" = "$target" ] && [ "$found" != "$target" ]
[ "$(tr -d / <<< "$found")" = "$(tr -d / <<< "$target")" ] && grep -q longlong <<< "$found"
echo 'as described'
