#!/bin/bash
# Builds what QEMU boots, from Debian packages alone: Debian's own kernel and a small initial file system.
# Everything goes to RIG_DIR, which is not under version control, and is built once.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${RIG_DIR:-$here/../../../node_modules/.cache/kernel-rig}

missing=
for tool in qemu-system-x86_64 busybox depmod cpio xz zstd dpkg-deb; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
if [ -n "$missing" ] || [ "$(uname -m)" != x86_64 ]; then
  echo "kernel rig: needs Debian on x86-64 with:$missing" >&2
  echo "RUNLEVEL=1 apt-get install -y --no-install-recommends $(tr '\n' ' ' <"$here/packages.txt")" >&2
  exit 1
fi

mkdir -p "$dir"
cd "$dir"
if ! ls kernel/boot/vmlinuz-* >/dev/null 2>&1; then
  rm -rf kernel.new ./*.deb
  download() {
    # linux-image-amd64 depends on the newest kernel. The cloud flavour lacks the target core.
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends:/ { print $2; exit }')
    [ -n "$package" ] && apt-get download -q -o APT::Sandbox::User=root "$package"
  }
  # Outdated package lists name a kernel that the archive no longer has.
  if ! download; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -q
    download || { echo 'kernel rig: apt has no kernel for linux-image-amd64' >&2; exit 1; }
  fi
  dpkg-deb -x "$package"_*.deb kernel.new
  rm -f ./*.deb
  mv kernel.new kernel
fi
version=$(ls kernel/lib/modules)
[ -f "kernel/lib/modules/$version/modules.dep" ] || depmod -b kernel "$version"

# QEMU boots an uncompressed kernel directly (PVH), which saves unpacking it in emulation.
unpack() { # MAGIC COMMAND...
  local offset
  offset=$(LC_ALL=C grep -aboP -m1 "$1" "kernel/boot/vmlinuz-$version" | head -n1 | cut -d: -f1)
  [ -n "$offset" ] || return 0
  shift
  tail -c +$((offset + 1)) "kernel/boot/vmlinuz-$version" | "$@" >vmlinux.new 2>/dev/null || true
}
if [ ! -s vmlinux ]; then
  unpack '\xfd7zXZ\x00' xz -dc --single-stream
  [ "$(head -c4 vmlinux.new 2>/dev/null | tail -c3)" = ELF ] || unpack '\x28\xb5\x2f\xfd' zstd -dcq
  [ "$(head -c4 vmlinux.new 2>/dev/null | tail -c3)" = ELF ] || cp "kernel/boot/vmlinuz-$version" vmlinux.new
  mv vmlinux.new vmlinux
fi

root=initramfs
rm -rf $root
mkdir -p $root/{bin,proc,sys,dev,host,layer,root} "$root/lib/modules/$version"
cp "$(command -v busybox)" $root/bin/busybox
cp "$here/init" $root/init
chmod +x $root/init
for module in virtio_pci 9p 9pnet_virtio overlay sr_mod sg target_core_user tcm_loop configfs uio isofs udf \
  ahci ehci-pci xhci-pci usb-storage; do
  modprobe -d kernel -S "$version" --show-depends $module 2>/dev/null | awk '$1 == "insmod" { print $2 }'
done | sort -u | while read -r file; do
  target=$root/lib/modules/$version/$(basename "$file")
  case $file in
    *.xz) xz -dc "$file" >"${target%.xz}" ;;
    *.zst) zstd -dcq "$file" >"${target%.zst}" ;;
    *) cp "$file" "$target" ;;
  esac
done
depmod -b $root "$version" 2>/dev/null
(cd $root && find . | cpio -o -H newc --quiet) >initramfs.cpio
rm -rf $root
echo "kernel rig: Linux $version in $dir"
