import * as z from 'zod';
import { flag, text } from './kinds.ts';

export const drive = z
  .object({
    path: text('the path that it was opened with: /dev/sr0, D:, sim:my.disc'),
    vendor: text('the vendor, as INQUIRY says it; empty if the drive does not say'),
    product: text('the product, as INQUIRY says it; empty if the drive does not say'),
    revision: text('the revision of its firmware, as INQUIRY says it; empty if the drive does not say'),
    simulated: flag('whether it is a simulated drive'),
  })
  .describe('the drive');
