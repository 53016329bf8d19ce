import type { Drive } from '../../drive/drive.ts';
import { readUserData } from '../../read/read-blocks.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { isEmpty } from '../engine/sample-block.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import type { TrackPlan } from '../recipe.ts';
import { compareTrack } from './compare-track.ts';

/** What the connection counted as lost is on the disc. */
export class FalseResidueError extends Error {
  override readonly name = 'FalseResidueError';

  constructor(path: string, { remedy, command, transferredBytes, wantedBytes, usbBridge }: IncompleteTransferError) {
    super(
      `${command.name}: the connection to ${path} counted only ${transferredBytes} of ${wantedBytes} bytes as transferred, but all of them ` +
        `are on the disc. ${usbBridge === undefined ? 'Its USB bridge or host adapter' : `The USB device ${usbBridge}`} reports residues that are false. ${remedy}`,
    );
  }
}

/**
 * Looks at the disc after a WRITE that did not cross whole. Where reading back shows that it did, the track is longer than
 * counted and its failure says so; otherwise, and where that cannot be known, it is returned as it is.
 * @param sent a closed track, as counted
 * @param plans its own among them
 */
export async function withoutFalseResidue(
  drive: Drive,
  sent: SentTrack,
  plans: readonly TrackPlan[],
): Promise<SentTrack> {
  const { number, failure, startLba, sourceBlocks, format } = sent;
  const source = plans.find((plan) => plan.number === number)?.source;
  if (!(failure instanceof IncompleteTransferError) || !format.readsBack || !source?.repeatable) return sent;
  const counted = Math.floor(failure.transferredBytes / format.blockBytes);
  const lost = failure.wantedBytes / format.blockBytes - counted;
  const whole: SentTrack = { ...sent, sourceBlocks: sourceBlocks + lost, lengthBlocks: sourceBlocks + lost };
  try {
    // Zeros prove nothing: a drive pads a short track with them.
    if (isEmpty(await readUserData(drive, format, startLba + sourceBlocks, lost))) return sent;
    const comparing = compareTrack(drive, whole, source);
    while (!(await comparing.next()).done);
  } catch {
    return sent;
  }
  return { ...whole, failure: new FalseResidueError(drive.path, failure) };
}
