import type { FileHandle } from 'node:fs/promises';
import { Disc } from '../media/disc.ts';
import { DEFAULT_MEDIUM, MEDIA, type MediumKind } from '../media/media.ts';
import { blankStructure, type DiscStructure, discStructureSchema, withoutEmptyOpenTrack } from '../media/structure.ts';
import { FileStore } from './file-store.ts';
import { RecordKind } from './format.ts';
import { damagedAt, Journal, NotASavedDiscError, type StoredRecord } from './journal.ts';

/**
 * The disc in a file; a blank one if there is none yet. Closing the disc closes the file.
 * @param medium the kind of a blank one (default: an 80-minute CD-R); an existing one must be of this kind
 * @throws NotASavedDiscError
 */
export async function discOf(path: string, file: FileHandle, medium?: MediumKind): Promise<Disc> {
  const opened = await Journal.open(path, file);
  const structure = opened === undefined ? undefined : lastStructure(opened.records);
  if (opened === undefined || structure === undefined) {
    const store = new FileStore(await Journal.create(path, file));
    const blank = blankStructure(medium ?? DEFAULT_MEDIUM);
    await store.saveStructure(blank);
    return Disc.of(blank, store);
  }
  if (medium !== undefined && medium !== structure.medium) throw anotherMedium(structure.medium, medium);
  return Disc.of(structure, new FileStore(opened.journal, opened.records));
}

const anotherMedium = (saved: MediumKind, wanted: MediumKind): NotASavedDiscError =>
  new NotASavedDiscError(
    `is a saved disc of the medium ${saved} (${MEDIA[saved].name}), not ${wanted} (${MEDIA[wanted].name})`,
    'Leave the medium out to use the disc as it is, or name another file',
  );

/** The structure with the blocks that follow it. Undefined if the first one was never written completely. */
function lastStructure(records: readonly StoredRecord[]): DiscStructure | undefined {
  const index = records.findLastIndex(({ kind }) => kind === RecordKind.Structure);
  const record = records[index];
  if (record?.payload === undefined) return undefined;
  const structure = parse(record.payload);
  let { openTrack } = structure;
  for (const { kind, lba, lengthBlocks, position } of records.slice(index + 1)) {
    if (kind === RecordKind.Erased) continue;
    // A pregap that the host wrote does not make the track longer.
    if (openTrack?.runOutBlocks !== undefined && lba < openTrack.startLba) continue;
    if (openTrack === null || lba !== openTrack.startLba + openTrack.lengthBlocks) throw damagedAt(position);
    openTrack = { ...openTrack, lengthBlocks: openTrack.lengthBlocks + lengthBlocks };
  }
  // If its first WRITE never came, no block of it is on the disc.
  return withoutEmptyOpenTrack({ ...structure, openTrack });
}

function parse(payload: Uint8Array): DiscStructure {
  const parsed = discStructureSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NotASavedDiscError(
    `is a saved disc whose structure makes no sense (${issue?.path.join('.')}: ${issue?.message})`,
    'Restore it from a copy, or name another file',
  );
}
