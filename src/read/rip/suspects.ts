import { formatLength } from '../../cd/msf.ts';
import type { BlockRange } from './checksums.ts';
import type { SuspectBlocks } from './rip-options.ts';
import type { Doubtful } from './secure-reader.ts';
import type { Doubt } from './votes.ts';

const REASONS: Readonly<Record<Doubt, string>> = {
  differs: 'did not read the same often enough',
  'c2-errors': 'never read without errors that the drive could not correct (C2)',
  unreadable: 'could not be read, and are zeros',
};

/** Collects doubtful blocks, and names them in rows. */
export class Suspects {
  readonly #found = new Map<number, Doubtful>();

  add(doubtful: readonly Doubtful[]): void {
    for (const each of doubtful) {
      const before = this.#found.get(each.lba);
      if (before === undefined || each.doubt === 'unreadable') this.#found.set(each.lba, each);
    }
  }

  /** Those in a range, as rows of one kind. */
  within(track: number, startLba: number, endLba: number): SuspectBlocks[] {
    const rows: { track: number; startLba: number; lengthBlocks: number; doubt: Doubt }[] = [];
    const lbas = [...this.#found.keys()].filter((lba) => lba >= startLba && lba < endLba).toSorted((a, b) => a - b);
    for (const lba of lbas) {
      const doubt = this.#found.get(lba)?.doubt ?? 'differs';
      const last = rows.at(-1);
      if (last !== undefined && last.doubt === doubt && last.startLba + last.lengthBlocks === lba) last.lengthBlocks++;
      else rows.push({ track, startLba: lba, lengthBlocks: 1, doubt });
    }
    return rows;
  }

  /** The blocks of a range that the drive said it cannot read. */
  unreadable({ startLba, endLba }: BlockRange): number[] {
    const all = [...this.#found.values()].filter(({ doubt, error }) => doubt === 'unreadable' && error !== undefined);
    return all.map(({ lba }) => lba).filter((lba) => lba >= startLba && lba < endLba);
  }

  /** Leaves out blocks that cannot be read on any disc of the kind. */
  forget(lbas: readonly number[]): void {
    for (const lba of lbas) this.#found.delete(lba);
  }
}

/** `track 2: 3 blocks from LBA 1200 (00:12:30 in the track) could not be read, and are zeros` */
export function suspectInWords({ track, startLba, lengthBlocks, doubt }: SuspectBlocks, trackStartLba: number): string {
  const blocks = lengthBlocks === 1 ? '1 block at' : `${lengthBlocks} blocks from`;
  const inTrack = startLba - trackStartLba;
  const place = inTrack >= 0 ? `${formatLength(inTrack)} in the track` : `${formatLength(-inTrack)} before the track`;
  const where = track === 0 ? 'before track 1' : `track ${track}`;
  return `${where}: ${blocks} LBA ${startLba} (${place}) ${REASONS[doubt]}`;
}
