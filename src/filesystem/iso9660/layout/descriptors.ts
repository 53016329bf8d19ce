import { concatBytes } from '../../../codec/index.ts';
import {
  bootRecordDescriptor,
  EL_TORITO,
  jolietEscape,
  jolietVolumeDescriptor,
  primaryVolumeDescriptor,
  setTerminator,
} from '../volume-descriptors.ts';
import { encodeRootRecord } from './folder-records.ts';
import type { Layout, PlacedHierarchy } from './layout.ts';
import { unusable } from './unusable.ts';

export interface Volume extends Layout {
  readonly catalogBlock: number;
  /** Where the volume ends, counted from block 0 of the disc. */
  readonly spaceBlocks: number;
}

const APPLICATION = 'DISCWRIGHT';

/** The set of volume descriptors: primary, boot record, Joliet, terminator. "El Torito" wants its own right after the primary one. */
export function volumeDescriptors(volume: Volume): Uint8Array<ArrayBuffer> {
  const { hierarchies, catalogBlock } = volume;
  const [iso, joliet] = hierarchies as [PlacedHierarchy, PlacedHierarchy | undefined];
  return concatBytes([
    primaryVolumeDescriptor.encode(descriptorValues(volume, iso, (text, length) => ascii(text).slice(0, length))),
    ...(catalogBlock === 0
      ? []
      : [bootRecordDescriptor.encode({ type: 0, bootSystemIdentifier: EL_TORITO, catalogBlock })]),
    ...(joliet === undefined
      ? []
      : [
          jolietVolumeDescriptor.encode({
            ...descriptorValues(volume, joliet, (text, length) => text.slice(0, Math.floor(length / 2))),
            escapeSequences: jolietEscape(),
          }),
        ]),
    setTerminator.encode({}),
  ]);
}

/** Letters as they are, which ECMA-119 (7.4.1) would have in capitals: other programs do the same, and systems show them. */
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '_');

function descriptorValues(
  { settings, date, spaceBlocks }: Volume,
  { folders, pathTableBytes, pathTableLBlock, pathTableMBlock }: PlacedHierarchy,
  cutTo: (text: string, lengthBytes: number) => string,
) {
  const [root] = folders;
  if (root === undefined) throw unusable('there is no root folder', 'Give a tree');
  const { texts, volumeName } = settings;
  return {
    systemIdentifier: cutTo(texts.system ?? '', 32),
    volumeIdentifier: cutTo(volumeName, 32),
    volumeSpaceBlocks: spaceBlocks,
    pathTableBytes,
    pathTableLBlock,
    pathTableMBlock,
    rootRecord: encodeRootRecord(root, date),
    volumeSetIdentifier: cutTo(texts.volumeSet ?? '', 128),
    publisherIdentifier: cutTo(texts.publisher ?? '', 128),
    dataPreparerIdentifier: cutTo(texts.preparer ?? '', 128),
    applicationIdentifier: cutTo(texts.application ?? APPLICATION, 128),
    copyrightFile: cutTo(texts.copyrightFile ?? '', 37),
    abstractFile: cutTo(texts.abstractFile ?? '', 37),
    bibliographicFile: cutTo(texts.bibliographicFile ?? '', 37),
    created: date,
    modified: date,
    effective: date,
  };
}
