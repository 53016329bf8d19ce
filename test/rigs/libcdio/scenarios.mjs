import { createCipheriv } from 'node:crypto';
import { blankDisc, burnAudio, closeDisc, openDrive, pcmTrackFromBytes } from '../../../dist/index.js';
import { burnSessionAtOnce } from './session-at-once.mjs';

const BLOCK_BYTES = 2_352;

const noise = (lengthBytes, seed) =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(lengthBytes));

/** The value that a generator ends with. */
export async function finish(steps) {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

async function burnTao(drive, sounds, options) {
  const tracks = sounds.map((bytes, index) => pcmTrackFromBytes(bytes, { name: `track ${index + 1}` }));
  const { tracks: sent } = await finish(burnAudio(drive, tracks, options));
  return sent.map(({ number, startLba }, index) => ({ number, startLba, sound: sounds[index] }));
}

const soundsOf = (lengths, firstSeed = 1) => lengths.map((lengthBytes, index) => noise(lengthBytes, firstSeed + index));

/**
 * What is burned, each time on a new blank disc. `burn` resolves with the tracks of the disc in the drive:
 * `number`, `startLba`, `sound` (PCM); `startBlock` if the track begins elsewhere in the image; and, if it has them,
 * `indexes`, `isrc`, `title`, `session`.
 */
export const scenarios = [
  {
    name: 'TAO, 1 track of 300 blocks',
    burn: (drive) => burnTao(drive, soundsOf([300 * BLOCK_BYTES])),
  },
  {
    name: 'TAO, 5 tracks, lengths that are not whole blocks',
    burn: (drive) => burnTao(drive, soundsOf([999_996, 705_600, 1_234_568, 706_004, 2_000_000])),
  },
  {
    name: 'TAO, 99 tracks',
    burn: (drive) => burnTao(drive, soundsOf(Array(99).fill(301 * BLOCK_BYTES))),
  },
  {
    name: 'TAO, session left open',
    burn: (drive) => burnTao(drive, soundsOf([800_000, 900_000]), { ending: 'leave-open' }),
  },
  {
    name: 'TAO, left open, one more track, closed',
    burn: async (drive) => {
      const first = await burnTao(drive, soundsOf([800_000]), { ending: 'leave-open' });
      const second = await burnTao(drive, soundsOf([900_000], 9), { ending: 'leave-open' });
      await finish(closeDisc(drive));
      return [...first, ...second];
    },
  },
  {
    name: 'TAO on a CD-RW that was burned before and erased',
    device: 'sim:?medium=CD-RW',
    burn: async (drive) => {
      await burnTao(drive, soundsOf([2_000_000, 800_000], 50));
      await finish(blankDisc(drive));
      return burnTao(drive, soundsOf([800_000, 900_000]));
    },
  },
  {
    name: 'SAO: indexes, MCN, ISRC, CD-TEXT',
    catalog: '4006381333931',
    album: { title: 'Suite', performer: 'Bach' },
    burn: async (drive) => {
      const titles = ['Air', 'Badinerie', 'Gigue'];
      const [first, second, third] = soundsOf([300, 340, 400].map((blocks) => blocks * BLOCK_BYTES));
      const tracks = await burnSessionAtOnce(drive, {
        catalogNumber: '4006381333931',
        texts: {
          language: 9,
          characterCode: 0,
          firstTrack: 1,
          album: { title: 'Suite', performer: 'Bach' },
          tracks: titles.map((title) => ({ title })),
        },
        tracks: [
          { sound: first, indexes: [0, 100, 200] },
          { sound: second, pauseBlocks: 60, isrc: 'GBAYE6500331' },
          { sound: third },
        ],
      });
      return tracks.map((track, index) => ({ ...track, title: titles[index] }));
    },
  },
  {
    name: 'two sessions',
    burn: async (drive) => {
      const [first] = await burnTao(drive, soundsOf([400 * BLOCK_BYTES]), { ending: 'leave-open' });
      await finish(closeDisc(drive, { ending: 'close-session' }));
      const second = await burnTao(drive, soundsOf([800_000, 900_000], 9));
      // The image has the program areas, and nothing of what is between them.
      const shiftBlocks = second[0].startLba - 400;
      return [
        { ...first, session: 1 },
        ...second.map((track) => ({ ...track, startBlock: track.startLba - shiftBlocks, session: 2 })),
      ];
    },
  },
].map((scenario) => ({ device: 'sim:', ...scenario, open: () => openDrive(scenario.device ?? 'sim:') }));
