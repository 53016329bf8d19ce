import { type CdTextBlock, CharacterCode } from '../../../../src/cd/cd-text/index.ts';
import { sessionsOf } from '../../../../src/cd/toc.ts';
import type { Drive } from '../../../../src/drive/drive.ts';
import { readFullToc } from '../../../../src/mmc/commands/read-toc.ts';
import { type BurnOptions, burn } from '../../../../src/write/burn.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { cdSessionAtOnce } from '../../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { drainGenerator, type TamperedTransport } from '../../../support/tampered-transport.ts';

export const write = (drive: Drive, sources: readonly TrackSource[], options: BurnOptions = {}) =>
  drainGenerator(burn(drive, cdSessionAtOnce, sources, options));

export const sessions = async (drive: Drive) =>
  sessionsOf((await drive.execute(readFullToc({ allocationLength: 1_000 }))).entries);

export const writesOf = (transport: TamperedTransport) =>
  transport.sent(0x2a).map((cdb) => {
    const view = new DataView(cdb.buffer, cdb.byteOffset);
    return { lba: view.getInt32(2), blocks: view.getUint16(7) };
  });

export const sheetsOf = (transport: TamperedTransport): string[][] =>
  transport.cdbs.flatMap((cdb, index) => {
    const bytes = transport.parameters[index];
    if (cdb[0] !== 0x5d || bytes === undefined) return [];
    return [
      Array.from({ length: bytes.length / 8 }, (_, at) =>
        Buffer.from(bytes.subarray(at * 8, at * 8 + 8)).toString('hex'),
      ),
    ];
  });

export const CD_TEXT: readonly CdTextBlock[] = [
  {
    language: 9,
    characterCode: CharacterCode.Iso8859,
    firstTrack: 1,
    album: { title: 'An Album', performer: 'Somebody' },
    tracks: [{ title: 'First' }, { title: 'Second' }],
  },
  {
    language: 8,
    characterCode: CharacterCode.Iso8859,
    firstTrack: 1,
    album: { title: 'Ein Album', performer: 'Jemand' },
    tracks: [{ title: 'Erstes' }, { title: 'Zweites' }],
  },
];
