import { fromHex } from '../codec/index.ts';
import { type Sense, tryDecodeSense } from '../scsi/sense.ts';
import type { TracedExchange } from './trace.ts';

/**
 * The sense data of a recorded exchange (SPC-3 4.5): why the drive did not do what it was asked for.
 * @returns undefined if there was no answer, or one without sense data
 */
export const tracedSense = (exchange: TracedExchange): Sense | undefined =>
  exchange.outcome === 'answered' ? tryDecodeSense(fromHex(exchange.sense ?? '')) : undefined;
