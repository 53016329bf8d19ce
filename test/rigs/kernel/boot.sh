#!/bin/bash
# boot.sh SCRIPT: boots the guest that build.sh has made and runs SCRIPT in it as root, in a file system that is the host's with
# every change forgotten; REPO is this repository there. Prints what it printed and ends as it ended. RIG_TIMEOUT: seconds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../../.." && pwd)
dir=${RIG_DIR:-$repo/node_modules/.cache/kernel-rig}
share=$(mktemp -d)
trap 'rm -rf "$share"' EXIT
{ echo "export REPO='$repo' NODE='$(command -v node)'"; cat "$1"; } >"$share/script.sh"

# Software emulation: -accel kvm hangs inside some virtual machines.
timeout -k 5 "${RIG_TIMEOUT:-900}" qemu-system-x86_64 -machine pc -accel tcg -m 1024 -smp 1 -display none -nodefaults -no-reboot \
  -serial stdio -kernel "$dir/vmlinux" -initrd "$dir/initramfs.cpio" \
  -append 'console=ttyS0 quiet loglevel=3 panic=-1 random.trust_cpu=on mitigations=off nokaslr tsc=reliable' \
  -fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap \
  -device virtio-9p-pci,fsdev=host,mount_tag=host \
  -fsdev local,id=rig,path="$share",security_model=none,multidevs=remap -device virtio-9p-pci,fsdev=rig,mount_tag=rig \
  >"$share/console.txt" 2>&1 </dev/null || true

cat "$share/output.txt" 2>/dev/null || true
if [ ! -f "$share/status" ]; then
  echo 'kernel rig: the guest did not end by itself; its console:' >&2
  tail -n 20 "$share/console.txt" >&2
  exit 99
fi
status=$(cat "$share/status")
[ "$status" = 0 ] || { echo 'kernel rig: the last words of its kernel:' >&2; tail -n 20 "$share/dmesg.txt" >&2; }
exit "$status"
