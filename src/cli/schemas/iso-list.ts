import * as z from 'zod';
import { count, flag, integer, list, maybe, oneOf, orNull, result, text } from './kinds.ts';

const names = ['rock-ridge', 'joliet', 'iso9660', 'udf'] as const;

/** What a file system says of itself. */
export const volumeShape = {
  kind: oneOf(['iso9660', 'udf'], 'the kind of file system'),
  names: oneOf(names, 'where its names are from'),
  available: list(z.enum(names).describe('a kind of names'), 'the kinds of names that it has'),
  volumeName: text('the name of the volume; may be empty'),
  created: orNull(text('when it was made, as ISO 8601 in UTC')),
  endBlock: count('the address after its last block'),
  boot: list(
    z
      .object({
        platform: count('0 is a BIOS, 239 is UEFI'),
        bootable: flag('whether it is started'),
        mediaType: maybe(count('what a BIOS makes of it: 0 is no emulation')),
        loadSegment: maybe(count('the segment that it is loaded to; 0 is the usual one')),
        loadSectors: count('sectors of 512 bytes that are loaded'),
        imageBlock: count('the address of its first block'),
      })
      .describe('what a computer can start from (El Torito)'),
    'what a computer can start from',
  ),
} as const;

export const problems = list(
  z
    .object({
      path: text('the file or folder; empty for the volume itself'),
      lba: maybe(orNull(integer('the address of the block'))),
      reason: text('what is wrong, in words'),
    })
    .describe('a problem'),
  'what is damaged or contradicts itself',
);

const entry = z
  .object({
    path: text('its path, from the root'),
    kind: oneOf(['file', 'folder', 'link', 'device'], 'what it is'),
    mode: orNull(count('its POSIX permissions, as a number')),
    uid: orNull(count('the number of its owner')),
    gid: orNull(count('the number of its group')),
    modified: orNull(text('when it was changed, as ISO 8601 in UTC')),
    lengthBytes: maybe(count('of a file: its length in bytes')),
    extents: maybe(
      list(
        z
          .object({
            startBlock: maybe(orNull(count('the address of its first block; null for zeros that are not recorded'))),
            lengthBytes: count('its length in bytes'),
          })
          .describe('blocks in a row'),
        'of a file: where it is',
      ),
    ),
    target: maybe(text('of a link: where it leads')),
    device: maybe(oneOf(['block', 'character', 'pipe', 'socket'], 'of a device: its kind')),
    major: maybe(orNull(count('of a device: its major number'))),
    minor: maybe(orNull(count('of a device: its minor number'))),
  })
  .describe('a file, folder, link or device');

export const isoList = result('iso-list', 'The files and folders of a file system: `iso list`.', {
  ...volumeShape,
  entries: list(entry, 'all of them, each folder before what is in it'),
  problems,
});
