import { createCipheriv } from 'node:crypto';
import { AUDIO_BLOCK_BYTES, burnAudio, burnData, Drive } from '../../dist/index.js';
import { BlockDisc, Disc, SimulatedDrive } from '../../dist/simulator/index.js';

/** The buffer is small, so that WRITEs find it full; the drive is fast, so that closing takes few polls. */
export const DRIVE = { bufferBytes: 512 * 1_024, writeSpeeds: [8, 48] };
export const SPEED_KBPS = 8_468;
/** A block as it is kept when it was written raw: with its sub-channels. */
export const RAW_BLOCK_BYTES = AUDIO_BLOCK_BYTES + 96;
/** What the driver keeps in memory: enough for its queue, but little to allocate for each run. */
export const FIFO_BYTES = 256 * 1_024;

/** The lengths of the tracks, in order; 300 blocks is the shortest allowed. */
const TRACK_BLOCKS = [300, 310, 303, 305, 301];

/** A block of Mode 1. */
export const DATA_BLOCK_BYTES = 2_048;
/** The lengths of the images, and of the zeros that a burn writes after each. */
const IMAGE_BLOCKS = [320, 301];
export const PAD_BLOCKS = 10;

const noise = (lengthBytes, seed) =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(lengthBytes));

/** The sound of track 1, 2, ...: noise, made once. */
export const sounds = TRACK_BLOCKS.map((blocks, index) => noise(blocks * AUDIO_BLOCK_BYTES, index + 1));

const images = IMAGE_BLOCKS.map((blocks, index) => noise(blocks * DATA_BLOCK_BYTES, 100 + index));
const padding = Buffer.alloc(PAD_BLOCKS * DATA_BLOCK_BYTES);

/** The blocks that a DVD writes together. */
const ECC_BLOCKS = 16;
/** An image and the zeros after it, up to the end of an ECC block. */
const inEccBlocks = (image) => {
  const bytes = image.length + padding.length;
  return Buffer.concat([image, Buffer.alloc(roundUp(bytes, ECC_BLOCKS * DATA_BLOCK_BYTES) - image.length)]);
};
const roundUp = (number, unit) => Math.ceil(number / unit) * unit;

/** What a track holds of which a scenario wants `sound: n` or `data: n`, on a DVD with `ecc`; undefined for a track that it does not know. */
export function contentOf({ sound, data, ecc = false } = {}) {
  if (sound !== undefined) return contents.sounds[sound - 1];
  return data === undefined ? undefined : (ecc ? contents.inEccBlocks : contents.images)[data - 1];
}

const content = (bytes, blockBytes) => ({ bytes, blockBytes, blocks: bytes.length / blockBytes });

const contents = {
  sounds: sounds.map((bytes) => content(bytes, AUDIO_BLOCK_BYTES)),
  images: images.map((bytes) => content(Buffer.concat([bytes, padding]), DATA_BLOCK_BYTES)),
  inEccBlocks: images.map((bytes) => content(inEccBlocks(bytes), DATA_BLOCK_BYTES)),
};

/** What an album has besides its sound: for a burn, and for its first two tracks. */
export const ALBUM = {
  catalogueNumber: '4006381333931',
  cdText: [
    {
      language: 9,
      characterCode: 0,
      firstTrack: 1,
      album: { title: 'Noise', performer: 'A Cipher' },
      tracks: [{ title: 'One' }, { title: 'Two' }],
    },
  ],
};
const ALBUM_TRACKS = [{ isrc: 'GBAYE6800011', indexBlocks: [75, 150] }, { isrc: 'GBAYE6800012' }];

/** The first two sounds as the tracks of an album. */
export const albumSources = () => sources(1, 2).map((source, index) => ({ ...source, ...ALBUM_TRACKS[index] }));

const sourceOf = (name, bytes) => ({
  name,
  lengthBytes: bytes.length,
  repeatable: true,
  async openReader() {
    let position = 0;
    return {
      async read(target) {
        const part = bytes.subarray(position, position + target.length);
        target.set(part);
        position += part.length;
        return part.length;
      },
      async close() {},
    };
  },
});

/** Tracks by number as sources of a burn. */
export const sources = (...numbers) => numbers.map((number) => sourceOf(`sound ${number}`, sounds[number - 1]));

/** An image by number as the source of a burn. */
export const image = (number) => sourceOf(`image ${number}`, images[number - 1]);

/**
 * A blank disc whose groove puts the start of the lead-in a few seconds before the first pregap, instead of two and a half
 * minutes: to write it takes most of the time of a run.
 */
export function discWithShortLeadIn() {
  const disc = Disc.blank('CD-R 80');
  const medium = { ...disc.medium, leadInStart: { minute: 99, second: 54, frame: 0 } };
  Object.defineProperty(disc, 'medium', { value: medium });
  return disc;
}

export async function drained(generator, onProgress = () => {}) {
  for (;;) {
    const { done, value } = await generator.next();
    if (done) return value;
    onProgress(value);
  }
}

const OWN = { fifoBytes: FIFO_BYTES };

/** A disc written by an earlier burn, copied for every run: writing to the copy does not change it. */
export class RecordedDisc {
  #structure;
  #kind;
  #blocks = [];

  /** An album, written in one go. */
  static album() {
    return RecordedDisc.#of('CD-R 80', (drive) =>
      burnAudio(drive, albumSources(), { ...OWN, ...ALBUM, writeType: 'sao' }),
    );
  }

  /** The first image, in a session that another can follow. */
  static data() {
    const options = { ...OWN, padBlocks: PAD_BLOCKS, ending: 'close-session' };
    return RecordedDisc.#of('CD-R 80', (drive) => burnData(drive, image(1), options));
  }

  /** @param tracks numbers of the tracks @param cut the power fails before this command, which ends the burn */
  static burned(medium, tracks, ending, cut) {
    return RecordedDisc.#of(medium, (drive) => burnAudio(drive, sources(...tracks), { ...OWN, ending }), cut);
  }

  /** The first image on a DVD or BD, in a session that another can follow, or written to a formatted disc. */
  static block(medium) {
    const options = { ...OWN, padBlocks: PAD_BLOCKS, ending: 'close-session' };
    return RecordedDisc.#of(medium, (drive) => burnData(drive, image(1), options), undefined, BlockDisc);
  }

  static async #of(medium, burn, cut, Kind = Disc) {
    const disc = Kind.blank(medium);
    const simulated = new SimulatedDrive({ ...DRIVE, disc });
    if (cut !== undefined) simulated.inject({ at: cut, does: { powerLoss: 'restart' } });
    const burning = drained(burn(new Drive(simulated)));
    await (cut === undefined ? burning : burning.catch(() => {}));
    const recorded = new RecordedDisc();
    recorded.#structure = disc.structure;
    recorded.#kind = Kind;
    for (const track of tracksOf(disc)) {
      for (let block = 0; block < track.lengthBlocks; ) {
        const lba = track.startLba + block;
        const bytes = await disc.read(lba, track.lengthBlocks - block);
        if (bytes === undefined) throw new Error(`LBA ${lba} is not on the disc`);
        recorded.#blocks.push({ lba, blockBytes: track.blockBytes, bytes });
        block += bytes.length / track.blockBytes;
      }
    }
    await simulated.close();
    return recorded;
  }

  async copy() {
    return this.#kind.of(this.#structure, new OverlaidStore(this.#blocks));
  }
}

/** Where blocks are; of a formatted disc, those of the first image. */
function tracksOf(disc) {
  if (!(disc instanceof BlockDisc)) return disc.tracks.map(({ track }) => track);
  const { layout, sessions } = disc.structure;
  const tracks = layout === 'sequential' ? sessions.flatMap((session) => session.tracks) : [FIRST_IMAGE];
  return tracks.map(({ startLba, recordedBlocks }) => ({
    startLba,
    lengthBlocks: recordedBlocks,
    blockBytes: DATA_BLOCK_BYTES,
  }));
}

const FIRST_IMAGE = { startLba: 0, recordedBlocks: contents.inEccBlocks[0].blocks };

/** Blocks in memory, without copying: the recorded ones are shared between runs, and nothing changes bytes in place. */
class OverlaidStore {
  #blocks = new Map();

  constructor(recorded) {
    for (const { lba, blockBytes, bytes } of recorded) this.#put(lba, blockBytes, bytes);
  }

  #put(lba, blockBytes, bytes) {
    for (let at = 0; at < bytes.length; at += blockBytes) {
      this.#blocks.set(lba + at / blockBytes, bytes.subarray(at, at + blockBytes));
    }
  }

  async write(lba, blockBytes, bytes) {
    // The driver reuses its memory.
    this.#put(lba, blockBytes, Uint8Array.from(bytes));
  }

  async fill(lba, blockBytes, lengthBlocks) {
    this.#put(lba, blockBytes, new Uint8Array(blockBytes * lengthBlocks));
  }

  async read(lba) {
    return this.#blocks.get(lba);
  }

  async erase(lba, lengthBlocks) {
    for (let block = 0; block < lengthBlocks; block++) this.#blocks.delete(lba + block);
  }

  async eraseAll() {
    this.#blocks.clear();
  }

  async saveStructure() {}
  async close() {}
}
