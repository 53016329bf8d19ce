import { z } from 'zod';

/** What the burner reports. */
const eventSchema = z.discriminatedUnion('at', [
  z.object({ at: z.enum(['opening', 'written', 'closing', 'closed', 'blanking', 'blank']) }),
  z.object({ at: z.literal('writing'), number: z.int(), blocks: z.int(), seed: z.int() }),
]);
export type BurnerEvent = z.infer<typeof eventSchema>;

export interface ExpectedTrack {
  readonly number: number;
  /** On the disc. */
  readonly blocks: number;
  /** Blocks of noise that were burned; silence follows. */
  readonly noiseBlocks: number;
  readonly seed: number;
}

/** What must be on the disc, according to the burner's reports. */
export class ExpectedDisc {
  tracks: ExpectedTrack[] = [];
  /** A track that was begun: some of it, or all, is on the disc. */
  begun: Omit<ExpectedTrack, 'noiseBlocks'> | undefined;
  /** BLANK was sent, and its end has not been reported. */
  erasing = false;
  /** The last event reported. */
  doing: BurnerEvent['at'] = 'opening';

  hear(line: string): void {
    const event = eventSchema.parse(JSON.parse(line));
    this.doing = event.at;
    if (event.at === 'writing') this.begun = event;
    if (event.at === 'written' && this.begun !== undefined) {
      this.tracks.push({ ...this.begun, noiseBlocks: this.begun.blocks });
      this.begun = undefined;
    }
    if (event.at === 'blanking') this.erasing = true;
    if (event.at === 'blank') this.empty();
  }

  empty(): void {
    this.tracks = [];
    this.begun = undefined;
    this.erasing = false;
  }
}
