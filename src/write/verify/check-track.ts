import { type Control, decodeControl } from '../../cd/control.ts';
import { LINK_BLOCKS, PREGAP_BLOCKS, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { type DescribeFinding, watchForReset } from '../../drive/reset-watch.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { type SentTrack, trackLengthOf, trackStartOf } from '../engine/send-extent.ts';
import { untilSettled } from '../engine/until-settled.ts';
import { DISTRUST } from './distrust.ts';

/** Blocks that a drive may count in addition to those sent: the two run-out blocks, and link blocks around them. */
const TOLERATED_BLOCKS = RUN_OUT_BLOCKS + LINK_BLOCKS;

/**
 * Trusts the disc, not the drive's GOOD: a closed track must have the address and length that were sent.
 * @param describe a watch that began before the track was flushed
 * @throws BurnError
 */
export async function checkTrack(
  drive: Drive,
  sent: SentTrack,
  describe: DescribeFinding = watchForReset(drive, AFTER_RESET),
): Promise<void> {
  await untilSettled(drive, () => compareWithDisc(drive, sent, describe));
}

const MAKE_PLAYABLE =
  'If anything is on the disc, `discwright close` makes it playable; for a complete copy, use another disc';

export const AFTER_RESET = `then check the disc with \`discwright info\`. ${MAKE_PLAYABLE}`;

const DAMAGED = `Buffer underruns and power failures cause this. ${MAKE_PLAYABLE} and write slower`;

async function compareWithDisc(drive: Drive, sent: SentTrack, describe: DescribeFinding): Promise<void> {
  const { number, format, pregapBlocks = 0, nextPregapBlocks = 0, stopped } = sent;
  const [startLba, lengthBlocks] = [trackStartOf(sent), trackLengthOf(sent)];
  const refuse = (found: string, remedy = DISTRUST, safeBlocks = 0) =>
    new BurnError({ phase: 'verifying', track: number, lba: startLba + safeBlocks, ...describe(found, remedy) });
  const onDisc = await trackInformation(drive, number).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    throw refuse(`it no longer knows the track: ${messageOf(error)}`);
  });
  if (onDisc.blank) throw refuse('the track is blank');
  if (onDisc.nextWritableValid) throw refuse('the track is still open', 'Try `discwright close`');
  if (onDisc.damage) throw refuse('the track is damaged', DAMAGED, Math.min(lengthBlocks, onDisc.lengthBlocks));
  // Some drives count the track's pregap in; the table of contents, read when the session is closed, does not.
  const pregaps = [PREGAP_BLOCKS, pregapBlocks, PREGAP_BLOCKS + pregapBlocks];
  const countedPregap = pregaps.find((blocks) => onDisc.startLba === startLba - blocks) ?? 0;
  const excess = onDisc.lengthBlocks - lengthBlocks - countedPregap;
  // A track that was stopped may be padded by the drive.
  const padding = stopped ? Math.max(0, SHORTEST_TRACK_BLOCKS - lengthBlocks) : 0;
  const most = TOLERATED_BLOCKS + nextPregapBlocks + padding;
  if (onDisc.startLba + countedPregap !== startLba || excess < 0 || excess > most) {
    throw refuse(
      `the track is on the disc at LBA ${onDisc.startLba} with ${onDisc.lengthBlocks} blocks, ` +
        `but ${lengthBlocks} blocks were written at LBA ${startLba}`,
    );
  }
  const [wanted, found] = [decodeControl(format.trackMode), decodeControl(onDisc.trackMode)];
  if (wanted.kind === 'audio' && found.kind === 'audio' && wanted.preEmphasis !== found.preEmphasis) {
    throw refuse(
      `the track was written ${withOrWithout(wanted)} pre-emphasis, and is on the disc ${withOrWithout(found)} it`,
    );
  }
}

const withOrWithout = ({ preEmphasis }: Control): string => (preEmphasis ? 'with' : 'without');
