import * as z from 'zod';
import { flag, list, maybe, result, text } from './kinds.ts';

const capabilities = z
  .object({
    profiles: list(z.string().describe('its name'), 'the kinds of disc that it supports'),
    writesCdR: maybe(flag('whether it writes CD-R')),
    writesCdRw: maybe(flag('whether it writes CD-RW')),
    trackAtOnce: maybe(flag('whether it writes Track-At-Once')),
    sessionAtOnce: maybe(flag('whether it writes Session-At-Once')),
    raw: maybe(flag('whether it writes raw blocks with sub-channels')),
    testWrite: maybe(flag('whether it writes with the laser off')),
    bufferUnderrunFree: maybe(flag('whether it goes on after its buffer ran empty')),
  })
  .describe('what it says that it can do; left out if it could not be asked');

export const drives = result('drives', 'The optical drives of this machine: `drives`.', {
  drives: list(
    z
      .object({
        path: text('the path to open it with: /dev/sr0, D:'),
        vendor: text('the vendor, as the system knows it'),
        product: text('the product, as the system knows it'),
        revision: text('the revision of its firmware, as the system knows it'),
        alternativePath: maybe(text('another path to the same drive, such as /dev/sg1')),
        busy: maybe(text('why it cannot be taken for exclusive use now: who has it')),
        accessible: flag('whether this user may open it for writing'),
        problem: maybe(text('why it is not accessible, and what to do')),
        capabilities: maybe(capabilities),
      })
      .describe('a drive'),
    'the drives, empty if there is none',
  ),
});
