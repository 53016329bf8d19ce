import type { FileHandle } from 'node:fs/promises';
import type { AnyDisc } from '../media/any-disc.ts';
import { type BlockDiscStructure, withWrittenBlocks } from '../media/block-disc/structure.ts';
import type { ReadOnly } from '../media/block-store.ts';
import { DEFAULT_MEDIUM } from '../media/cd-media.ts';
import { discOf } from '../media/disc-of.ts';
import { MEDIA, type MediumKind } from '../media/media.ts';
import { type AnyStructure, blankStructureOf, isBlockStructure, schemaOf } from '../media/saved-structure.ts';
import { type DiscStructure, withoutEmptyOpenTrack } from '../media/structure.ts';
import type { DamagePolicy } from './damage-policy.ts';
import type { DiscIndex } from './disc-index.ts';
import { type Damage, inWords, NotASavedDiscError } from './errors.ts';
import { FileStore } from './file-store.ts';
import { BLOCK_DISC_VERSION, CD_VERSION, HEADER_BYTES, RecordKind } from './format.ts';
import { Journal } from './journal.ts';
import type { StoredRecord } from './scan.ts';

export interface SavedDiscOptions {
  /** The kind of a blank disc (default: an 80-minute CD-R); an existing one must be of this kind. */
  readonly medium?: MediumKind | undefined;
  /** Default: `refuse`. */
  readonly damaged?: DamagePolicy | undefined;
}

/** A blank disc in a new file. Closing the disc closes the file. */
export async function createDisc(path: string, file: FileHandle, { medium }: SavedDiscOptions = {}): Promise<AnyDisc> {
  const blank = blankStructureOf(medium ?? DEFAULT_MEDIUM);
  const store = new FileStore(await Journal.create(path, file, versionOf(blank)));
  await store.saveStructure(blank);
  return discOf(blank, store);
}

/**
 * The disc in an existing file; a blank one if the file is empty or holds only the incomplete beginning of one. Nothing is
 * written to the file before something is written to the disc. Closing the disc closes the file.
 * A damaged disc that is read all the same is a warning of the process, DamagedDiscWarning.
 * @param readOnly nothing may be written to the file
 * @throws NotASavedDiscError
 */
export async function discIn(
  path: string,
  file: FileHandle,
  { medium, damaged = 'refuse' }: SavedDiscOptions = {},
  readOnly?: ReadOnly,
): Promise<AnyDisc> {
  const opened = await Journal.open(path, file);
  const { journal, records, index } = opened;
  const found = index === undefined ? structureIn(records) : indexed(index);
  const damage = opened.damage ?? found.damage;
  if (damage !== undefined && damaged === 'refuse') throw damagedDisc(damage);
  if (damage !== undefined && found.structure === undefined) throw nothingLeft(damage);
  if (readOnly !== undefined) journal.protect(readOnly);
  if (damage !== undefined) {
    journal.protect({
      reason: inWords(damage),
      remedy: 'Save what is left of it with `discwright export`, or restore the file from a copy',
    });
    warn(path, damage, 'it can only be read, as far as it is left');
  }
  const structure = found.structure ?? blankStructureOf(medium ?? DEFAULT_MEDIUM);
  journal.writeAs(versionOf(structure));
  if (medium !== undefined && medium !== structure.medium) throw anotherMedium(structure.medium, medium);
  let warned = damage !== undefined;
  const onDamage = (found: Damage): void => {
    if (!warned) warn(path, found, 'blocks that are damaged cannot be read');
    warned = true;
  };
  const contents = { records, extents: index?.extents, damaged: damage !== undefined, onDamage };
  return discOf(structure, new FileStore(journal, contents));
}

const versionOf = (structure: AnyStructure): number => (isBlockStructure(structure) ? BLOCK_DISC_VERSION : CD_VERSION);

const warn = (path: string, damage: Damage, consequence: string): void =>
  process.emitWarning(`${path}: ${inWords(damage)}; ${consequence}`, 'DamagedDiscWarning');

const damagedDisc = (damage: Damage): NotASavedDiscError =>
  new NotASavedDiscError(
    `this saved disc cannot be used: ${inWords(damage)}; the file was not changed`,
    'Restore it from a copy, or add the option damaged=read to read what is left: sim:PATH?damaged=read',
  );

const nothingLeft = (damage: Damage): NotASavedDiscError =>
  new NotASavedDiscError(
    `this saved disc cannot be used: ${inWords(damage)}, and no other record says what is on it`,
    'Restore it from a copy, or name another file',
  );

const anotherMedium = (saved: MediumKind, wanted: MediumKind): NotASavedDiscError =>
  new NotASavedDiscError(
    `this saved disc is of the medium ${saved} (${MEDIA[saved].name}), not ${wanted} (${MEDIA[wanted].name})`,
    'Leave the medium out to use the disc as it is, or name another file',
  );

interface FoundStructure {
  /** Undefined if the first one was never written completely. */
  readonly structure: AnyStructure | undefined;
  /** A structure that makes no sense, or blocks that belong to no track. */
  readonly damage: Damage | undefined;
}

const indexed = ({ structure }: DiscIndex): FoundStructure => ({
  structure: isBlockStructure(structure) ? structure : withoutEmptyOpenTrack(structure),
  damage: undefined,
});

/** The last structure that makes sense, with the blocks that follow it. */
function structureIn(records: readonly StoredRecord[]): FoundStructure {
  let damage: Damage | undefined;
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index];
    if (record?.payload === undefined) continue;
    const parsed = parse(record.payload);
    if (typeof parsed === 'object') {
      const after = records.slice(index + 1);
      return isBlockStructure(parsed) ? grown(parsed, after, damage) : withBlocks(parsed, after, damage);
    }
    damage = { position: startOf(record), reason: `an impossible structure: ${parsed}` };
  }
  const [first] = records;
  return { structure: undefined, damage: damage ?? (first && { position: startOf(first), reason: 'no structure' }) };
}

/** Blocks may be anywhere on a DVD or BD; those that continue a track make it longer. */
function grown(
  structure: BlockDiscStructure,
  records: readonly StoredRecord[],
  damage: Damage | undefined,
): FoundStructure {
  const written = records.filter(({ kind }) => OF_BLOCKS.includes(kind));
  return {
    structure: written.reduce<BlockDiscStructure>(
      (before, { lba, lengthBlocks }) => withWrittenBlocks(before, lba, lengthBlocks),
      structure,
    ),
    damage,
  };
}

function withBlocks(
  structure: DiscStructure,
  records: readonly StoredRecord[],
  damageAfter: Damage | undefined,
): FoundStructure {
  let damage = damageAfter;
  let { openTrack } = structure;
  for (const record of records) {
    const { kind, lba, lengthBlocks } = record;
    if (!OF_BLOCKS.includes(kind)) continue;
    // A pregap that the host wrote does not make the track longer.
    if (openTrack?.runOutBlocks !== undefined && lba < openTrack.startLba) continue;
    const end = openTrack === null ? undefined : openTrack.startLba + openTrack.lengthBlocks;
    if (lba !== end) damage ??= { position: startOf(record), reason: `blocks from LBA ${lba}, where none can follow` };
    // Blocks before these may be lost.
    if (openTrack === null || end === undefined || lba < end) continue;
    openTrack = { ...openTrack, lengthBlocks: lba + lengthBlocks - openTrack.startLba };
  }
  // If its first WRITE never came, no block of it is on the disc.
  return { structure: withoutEmptyOpenTrack({ ...structure, openTrack }), damage };
}

/** The structure, or what is wrong with it. */
function parse(payload: Uint8Array): AnyStructure | string {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const parsed = schemaOf(data).safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
}

/** Records that make an open track longer. */
const OF_BLOCKS: readonly number[] = [RecordKind.Blocks, RecordKind.UncheckedBlocks, RecordKind.Zeros];

const startOf = ({ position }: StoredRecord): number => position - HEADER_BYTES;
