import { isRefusal } from '../../drive/bad-answer.ts';
import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { DescribeFinding } from '../../drive/reset-watch.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import { untilSettled } from '../engine/until-settled.ts';
import { DISTRUST } from '../verify/distrust.ts';

/** A drive may fill up a track to the end of an ECC block, and link it to the next one by another. */
const MOST_EXTRA_ECC_BLOCKS = 2;

const MAKE_READABLE = '`discwright close` makes readable what is on the disc; for a complete copy, use another disc';

/**
 * Whether a track of a DVD or BD is on the disc as it was sent: closed, and as long; on an overwritable disc, in the one track.
 * @throws BurnError of phase `verifying`
 */
export const checkBlockTrack = (drive: Drive, sent: SentTrack, describe: DescribeFinding): Promise<void> =>
  untilSettled(drive, () => compareWithDisc(drive, sent, describe));

async function compareWithDisc(drive: Drive, sent: SentTrack, describe: DescribeFinding): Promise<void> {
  const { number, startLba, lengthBlocks, format } = sent;
  const refuse = (found: string, remedy = DISTRUST, safeBlocks = 0) =>
    new BurnError({ phase: 'verifying', track: number, lba: startLba + safeBlocks, ...describe(found, remedy) });
  const onDisc = await trackInformation(drive, number).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    throw refuse(`it no longer knows the track: ${messageOf(error)}`);
  });
  if (format.overwrites) {
    const end = onDisc.nextWritableValid
      ? Math.max(onDisc.nextWritableLba, onDisc.startLba + onDisc.lengthBlocks)
      : onDisc.startLba + onDisc.lengthBlocks;
    if (onDisc.startLba > startLba || end < startLba + lengthBlocks) {
      throw refuse(
        `the disc has blocks to LBA ${end} only, but ${lengthBlocks} blocks were written at LBA ${startLba}`,
        DISTRUST,
        Math.max(0, end - startLba),
      );
    }
    return;
  }
  if (onDisc.blank) throw refuse('the track is blank');
  if (onDisc.nextWritableValid) throw refuse('the track is still open', 'Try `discwright close`');
  if (onDisc.damage) {
    throw refuse(
      'the track is damaged',
      `Power failures cause this. ${MAKE_READABLE}`,
      Math.min(lengthBlocks, onDisc.lengthBlocks),
    );
  }
  const extra = onDisc.lengthBlocks - lengthBlocks;
  if (onDisc.startLba !== startLba || extra < 0 || extra > MOST_EXTRA_ECC_BLOCKS * (format.eccBlocks ?? 1)) {
    throw refuse(
      `the track is on the disc at LBA ${onDisc.startLba} with ${onDisc.lengthBlocks} blocks, ` +
        `but ${lengthBlocks} blocks were written at LBA ${startLba}`,
    );
  }
}
