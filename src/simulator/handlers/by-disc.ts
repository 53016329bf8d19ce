import { illegalRequest } from '../check-condition.ts';
import { BlockDisc } from '../media/block-disc/block-disc.ts';
import type { Handler } from './handler.ts';

/** A command that CDs and other discs answer each in their own way. Without a disc, as for a CD. */
export const byDisc = ({ cd, blocks }: { readonly cd: Handler; readonly blocks: Handler }): Handler => ({
  opcode: cd.opcode,
  access: cd.access,
  run: (call) => (call.drive.loadedDisc instanceof BlockDisc ? blocks : cd).run(call),
});

/** A command about something that only CDs have: 5/64/00 illegal mode for this track with any other disc. */
export const onlyOnCd = (handler: Handler): Handler => ({
  ...handler,
  async run(call) {
    if (call.drive.loadedDisc instanceof BlockDisc) throw illegalRequest(0x64, 0x00);
    return handler.run(call);
  },
});
