import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noise } from '../../support/noise-source.mjs';
import { burnedDiscs, makeBurnedDiscs } from './burned-discs.mjs';
import { makeMedia } from './media-discs.mjs';
import { discs, makeDiscs } from './udf-discs.mjs';

/** Longer than any time-out that a scenario gives a command, so that the drive is slow, not disconnected. */
const SLOW_READ_NS = 8_000_000_000;
const ISO_FILE_BYTES = 3_000_000;

/**
 * The machines that are booted. `modules`: loaded before the scenarios begin. `prepare`: fills that folder first. `devices`: QEMU's arguments, given a folder
 * that guest and host share. `limitMs`: for boot and scenarios together, on a busy machine.
 */
export const guests = [
  { name: 'burning', modules: [], devices: () => [], limitMs: 1_200_000 },
  { name: 'sharing', modules: [], devices: () => [], limitMs: 1_200_000 },
  { name: 'media', modules: ['configfs', 'isofs', 'udf'], prepare: makeMedia, devices: () => [], limitMs: 900_000 },
  {
    name: 'adapters',
    modules: ['sr_mod', 'sg', 'isofs', 'ahci', 'ehci-pci', 'xhci-pci', 'usb-storage'],
    devices: (share) => {
      makeIso(share);
      return [
        ...['-device', 'ich9-ahci,id=ahci', '-device', 'usb-ehci,id=ehci', '-device', 'qemu-xhci,id=xhci'],
        ...disc(share, 'ahci'),
        ...['-device', 'ide-cd,bus=ahci.0,drive=ahci,ver=AHCI'],
        ...slowDisc('slowahci'),
        ...['-device', 'ide-cd,bus=ahci.1,drive=slowahci,ver=SLOW'],
        ...usb(share, 'ehci'),
        ...usb(share, 'xhci'),
        ...slowDisc('slowusb'),
        ...[
          '-device',
          'usb-bot,id=slowbot,bus=xhci.0',
          '-device',
          'scsi-cd,bus=slowbot.0,lun=0,drive=slowusb,product=SLOWUSB',
        ],
      ];
    },
    limitMs: 600_000,
  },
  {
    name: 'filesystems',
    modules: ['sr_mod', 'isofs', 'ahci', 'udf'],
    prepare: makeDiscs,
    devices: (share) => ahciDiscs(discs.map(({ name }) => ({ id: idOf(name), path: join(share, `${name}.udf`) }))),
    limitMs: 1_200_000,
  },
  {
    name: 'burned',
    modules: ['sr_mod', 'isofs', 'ahci', 'udf'],
    prepare: makeBurnedDiscs,
    devices: (share) => ahciDiscs(burnedDiscs.map(({ name }) => ({ id: name, path: join(share, `${name}.burned`) }))),
    limitMs: 1_800_000,
  },
];

/** Of an AHCI adapter. */
const PORTS = 6;
/** The revision that a drive reports has four characters. */
const idOf = (name) => name.replace('.', '');

/** Each in a drive of its own, whose revision is its name. */
const ahciDiscs = (images) => [
  ...Array.from({ length: Math.ceil(images.length / PORTS) }, (_, index) => [
    '-device',
    `ich9-ahci,id=udf${index}`,
  ]).flat(),
  ...images.flatMap(({ id, path }, index) => [
    ...['-drive', `file=${path},format=raw,if=none,id=${id},readonly=on,file.locking=off`],
    ...['-device', `ide-cd,bus=udf${Math.floor(index / PORTS)}.${index % PORTS},drive=${id},ver=${id}`],
  ]),
];

/** What QEMU's CD drives hold: a file of known bytes, which the guest also finds next to the image. */
function makeIso(share) {
  writeFileSync(join(share, 'CONTENT.BIN'), noise(ISO_FILE_BYTES, 7));
  const made = spawnSync('genisoimage', ['-quiet', '-o', 'disc.iso', '-V', 'RIG', 'CONTENT.BIN'], { cwd: share });
  if (made.status !== 0) throw new Error(`genisoimage: ${made.stderr}`);
}

const disc = (share, id) => [
  '-drive',
  `file=${join(share, 'disc.iso')},format=raw,if=none,id=${id},readonly=on,file.locking=off`,
];

const slowDisc = (id) => [
  '-drive',
  `driver=null-co,size=64M,latency-ns=${SLOW_READ_NS},read-zeroes=on,if=none,id=${id},readonly=on`,
];

const usb = (share, bus) => [
  ...disc(share, bus),
  ...[
    '-device',
    `usb-bot,id=${bus}bot,bus=${bus}.0`,
    '-device',
    `scsi-cd,bus=${bus}bot.0,lun=0,drive=${bus},product=${bus.toUpperCase()}`,
  ],
];
