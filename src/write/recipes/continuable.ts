import type { DiscState } from '../../drive/disc-state.ts';
import { planRefusal } from '../engine/plan-checks.ts';

/**
 * Refuses a disc written in sequence to which nothing can be added as it is: unfinished, complete or damaged.
 * @throws BurnError of phase `planning`
 */
export function requireContinuable(disc: DiscState): void {
  const another = disc.erasable ? 'erase it with `discwright blank`' : 'use a blank one';
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw planRefusal(
      disc,
      'DISC_UNFINISHED',
      `track ${open.number} was interrupted by an earlier failure and is unfinished`,
      `Finish the disc with \`discwright close\`, or ${another}`,
    );
  }
  if (disc.status === 'complete' && disc.tracks.length === 0) {
    throw planRefusal(
      disc,
      'DISC_COMPLETE',
      'the drive calls the disc complete, but finds no track on it: it has not read the disc properly',
      'Take the disc out, insert it again and try again; if that does not help, clean the disc or use another one',
    );
  }
  if (disc.status !== 'blank' && disc.status !== 'appendable') {
    throw planRefusal(
      disc,
      'DISC_COMPLETE',
      'this disc cannot be written to any more',
      disc.erasable ? 'Erase it with `discwright blank`, or use a blank disc' : 'Use a blank disc',
    );
  }
  if (disc.lastSession === 'damaged') {
    throw planRefusal(
      disc,
      'DISC_UNFINISHED',
      "the disc's last session is damaged",
      `Finish the disc with \`discwright close\`, or ${another}`,
    );
  }
}
