import type { FileHandle } from 'node:fs/promises';
import { Disc } from '../medium/disc.ts';
import { blankStructure, type DiscStructure, discStructureSchema } from '../medium/structure.ts';
import { FileStore } from './file-store.ts';
import { RecordKind } from './format.ts';
import { damagedAt, Journal, NotASavedDiscError, type StoredRecord } from './journal.ts';

/**
 * The disc that a file holds; a blank one if it holds none yet. The disc closes the file.
 * @throws NotASavedDiscError
 */
export async function discOf(file: FileHandle): Promise<Disc> {
  const opened = await Journal.open(file);
  const structure = opened === undefined ? undefined : lastStructure(opened.records);
  if (opened === undefined || structure === undefined) {
    const store = new FileStore(await Journal.create(file));
    const blank = blankStructure('CD-R 80');
    await store.saveStructure(blank);
    return Disc.of(blank, store);
  }
  return Disc.of(structure, new FileStore(opened.journal, opened.records));
}

/** The structure with the blocks that came after it. Undefined when the first one was never written whole. */
function lastStructure(records: readonly StoredRecord[]): DiscStructure | undefined {
  const index = records.findLastIndex(({ kind }) => kind === RecordKind.Structure);
  const record = records[index];
  if (record?.payload === undefined) return undefined;
  const structure = parse(record.payload);
  let { openTrack } = structure;
  for (const { lba, lengthBlocks, position } of records.slice(index + 1)) {
    // A pregap that the host wrote does not make the track longer.
    if (openTrack?.runOutBlocks !== undefined && lba < openTrack.startLba) continue;
    if (openTrack === null || lba !== openTrack.startLba + openTrack.lengthBlocks) throw damagedAt(position);
    openTrack = { ...openTrack, lengthBlocks: openTrack.lengthBlocks + lengthBlocks };
  }
  // Its first WRITE never came: no block of it is on the disc.
  return { ...structure, openTrack: openTrack?.lengthBlocks === 0 ? null : openTrack };
}

function parse(payload: Uint8Array): DiscStructure {
  const parsed = discStructureSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NotASavedDiscError(
    `is a saved disc whose structure makes no sense (${issue?.path.join('.')}: ${issue?.message})`,
    'Put a copy in its place, or name another file',
  );
}
