import {
  CueDataForm,
  cdTextPack,
  cueAt,
  cueCatalogNumber,
  cueIsrc,
  encodeCdText,
  msfOfLba,
  sendCueSheet,
  synchronizeCache,
  write10,
  writeParametersPage,
} from '../../../dist/mmc/index.js';

const BLOCK_BYTES = 2_352;
const BLOCKS_PER_WRITE = 27;
const LEAD_IN_BLOCKS = 250;
const SESSION_AT_ONCE = 2;
/** Resends a WRITE while the drive's buffer is full. */
export const WHILE_FULL = { senses: [{ key: 2, asc: 4, ascq: 8 }], statuses: [], waitsMs: [5], limitMs: 600_000 };

/** CD-TEXT packs as the blocks of 96 bytes that the host writes into the lead-in: six bits per byte, repeated. */
function leadInBlocks(packs) {
  const bits = [...Buffer.concat(packs)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const symbols = bits.match(/.{6}/g).map((six) => Number.parseInt(six, 2));
  return Uint8Array.from({ length: LEAD_IN_BLOCKS * 96 }, (_, index) => symbols[index % symbols.length]);
}

async function write(drive, lba, bytes, blockBytes) {
  for (let done = 0; done < bytes.length / blockBytes; done += BLOCKS_PER_WRITE) {
    const part = bytes.subarray(done * blockBytes, (done + BLOCKS_PER_WRITE) * blockBytes);
    const command = write10({ lba: lba + done, lengthBlocks: part.length / blockBytes }, part);
    await drive.execute(command, { resend: WHILE_FULL });
  }
}

/**
 * Burns a session with Session-At-Once. A track has `sound` and may have `indexes` (where index 1 and the following begin, in
 * blocks from the start of the track), `pauseBlocks` (silence before it) and `isrc`.
 * @returns number, startLba, sound, indexes and isrc of each track
 */
export async function burnSessionAtOnce(drive, { catalogNumber, texts, tracks }) {
  await drive.changeModePage(writeParametersPage, { writeType: SESSION_AT_ONCE });
  const at = (track, index, lba, dataForm = CueDataForm.Audio) =>
    cueAt(0, { track, index, subChannelForm: 0, dataForm, ...msfOfLba(lba) });
  const placed = [];
  const entries = [];
  const pieces = [];
  let lba = -150;
  for (const [position, { sound, indexes = [0], pauseBlocks = 0, isrc }] of tracks.entries()) {
    const number = position + 1;
    const before = position === 0 ? 150 : pauseBlocks;
    if (isrc !== undefined) entries.push(...cueIsrc(0, number, isrc));
    if (before > 0) entries.push(at(number, 0, lba));
    lba += before;
    entries.push(...indexes.map((offset, index) => at(number, index + 1, lba + offset)));
    placed.push({ number, startLba: lba, sound, indexes, isrc });
    pieces.push(Buffer.alloc(before * BLOCK_BYTES), sound);
    lba += sound.length / BLOCK_BYTES;
  }
  const leadIn = {
    track: 0,
    index: 0,
    subChannelForm: texts === undefined ? 0 : 1,
    dataForm: CueDataForm.AudioPause,
    minute: 0,
    second: 0,
    frame: 0,
  };
  const sheet = [
    ...(catalogNumber === undefined ? [] : cueCatalogNumber(catalogNumber)),
    cueAt(0, leadIn),
    ...entries,
    at(0xaa, 1, lba, CueDataForm.AudioPause),
  ];
  await drive.execute(sendCueSheet({}, sheet));
  if (texts !== undefined) {
    const packs = encodeCdText([texts]).map((pack) => cdTextPack.encode(pack));
    await write(drive, -150 - LEAD_IN_BLOCKS, leadInBlocks(packs), 96);
  }
  await write(drive, -150, Buffer.concat(pieces), BLOCK_BYTES);
  await drive.execute(synchronizeCache({}));
  return placed;
}
