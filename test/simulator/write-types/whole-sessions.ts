import { encodeCdText } from '../../../src/cd/cd-text/index.ts';
import { cdTextPack } from '../../../src/cd/cd-text/pack.ts';
import { msfOfLba } from '../../../src/cd/msf.ts';
import { concatBytes } from '../../../src/codec/index.ts';
import { CueDataForm, type CueEntry, cueAt, sendCueSheet } from '../../../src/mmc/commands/send-cue-sheet.ts';
import type { ScsiTransport } from '../../../src/transport/transport.ts';
import { run } from '../support.ts';

/** Packs of 18 bytes as blocks of the lead-in: the first pack comes again after the last one. */
export function leadInBlocks(packs: Uint8Array, lengthBlocks: number): Uint8Array {
  const symbols = Array.from({ length: (packs.length / 3) * 4 }, (_, index) => {
    const [high = 0, middle = 0, low = 0] = packs.subarray(Math.floor(index / 4) * 3);
    return Math.floor((high * 65_536 + middle * 256 + low) / 64 ** (3 - (index % 4))) % 64;
  });
  return Uint8Array.from({ length: lengthBlocks * 96 }, (_, index) => symbols[index % symbols.length] ?? 0);
}

export const packsOf = (blocks: Parameters<typeof encodeCdText>[0]): Uint8Array =>
  concatBytes(encodeCdText(blocks).map((pack) => cdTextPack.encode(pack)));

/** An entry at an LBA. */
export const cue = (
  track: number,
  index: number,
  lba: number,
  more: { control?: number; dataForm?: number } = {},
): CueEntry => {
  const { control = 0, dataForm = CueDataForm.Audio } = more;
  return cueAt(control, { track, index, subChannelForm: 0, dataForm, ...msfOfLba(lba) });
};

export const leadIn = (subChannelForm = 0, control = 0): CueEntry =>
  cueAt(control, {
    track: 0,
    index: 0,
    subChannelForm,
    dataForm: control === 4 ? CueDataForm.Mode1Pause : CueDataForm.AudioPause,
    minute: 0,
    second: 0,
    frame: 0,
  });

export const leadOut = (lba: number, control = 0): CueEntry =>
  cue(0xaa, 1, lba, { control, dataForm: control === 4 ? CueDataForm.Mode1Pause : CueDataForm.AudioPause });

export const sendSheet = (drive: ScsiTransport, ...entries: readonly CueEntry[]) =>
  run(drive, sendCueSheet({}, entries));
