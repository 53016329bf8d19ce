import type { OggPage } from './ogg-pages.ts';

/** Follows the positions of a stream's pages: where its sound begins and ends among the samples that its packets have. */
export class GranuleCounter {
  readonly #framesOf: (packet: Uint8Array) => number;
  /** Packets that are headers still. */
  #headers: number;
  #total = 0;
  #start: number | undefined;
  #last = 0;

  constructor(headerPackets: number, framesOf: (packet: Uint8Array) => number) {
    this.#headers = headerPackets;
    this.#framesOf = framesOf;
  }

  page(packets: readonly Uint8Array[], { granule, last }: OggPage): void {
    const isHeaders = this.#headers > 0;
    const sound = packets.slice(Math.min(this.#headers, packets.length));
    this.#headers -= packets.length - sound.length;
    for (const packet of sound) this.#total += this.#framesOf(packet);
    if (granule < 0 || (isHeaders && sound.length === 0)) return;
    // On the last page the position may be before the end of its packets: they are cut.
    this.#start ??= last ? Math.max(0, granule - this.#total) : granule - this.#total;
    this.#last = granule;
  }

  /** Decoded samples before position 0, and those from there to the last position. */
  result(): { skippedFrames: number; frames: number } {
    const start = this.#start ?? 0;
    const skippedFrames = Math.max(0, -start);
    const frames = Math.min(this.#total - skippedFrames, this.#last - Math.max(0, start));
    return { skippedFrames, frames: Math.max(0, frames) };
  }
}
