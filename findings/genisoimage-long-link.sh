#!/usr/bin/env bash
# genisoimage 1.1.11 (Debian 12) never ends if a folder has a symbolic link with a long target.
#
# One expects: a target that does not fit into one SL entry of Rock Ridge continues in the next one (RRIP 1.12, 4.1.3), or an error.
# What happens: with -R, a target of 60 components of four letters makes it use all of a processor for ever, before the image
# has any block. A target of half that length is recorded.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q genisoimage=9:1.1.11-3.4 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
link() {
  mkdir "$1"
  ln -s "$(printf 'long/%.0s' $(seq "$2"))end" "$1/link"
}
link short 30
link long 60
made() { timeout 30 root/usr/bin/genisoimage -quiet -R -o "$1.iso" "$1" 2> /dev/null && echo made || echo "status $?"; }
short=$(made short)
long=$(made long)
printf '30 components: %s\n60 components: %s (124: still running after 30 s)\n' "$short" "$long"
[ "$short" = made ] && [ "$long" = 'status 124' ] && [ ! -s long.iso ]
echo 'as described'
