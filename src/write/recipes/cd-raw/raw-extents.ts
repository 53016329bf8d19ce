import { FIRST_LEAD_OUT_BLOCKS, RAW_SUB_CHANNEL_BYTES } from '../../../cd/geometry.ts';
import type { Extent } from '../../engine/send-extent.ts';
import type { Unit } from '../../recipe.ts';
import { leadInPeriodOf } from '../../whole-session/cd-text-lead-in.ts';
import type { PreparedSession } from '../../whole-session/prepared.ts';
import { leadInQ, tocOf } from './lead-in-q.ts';
import { leadOutSubcode, TrackSubcode } from './program-q.ts';
import { RAW_FORMAT, rawSource, userDataOf } from './raw-source.ts';

/** All blocks of a raw session in order: lead-in, program and lead-out. */
export function rawExtents(
  { layout, leadInLba, packs }: PreparedSession,
  catalogueNumber: string | undefined,
): Unit<Extent> {
  const { tracks, startLba, leadOutLba } = layout;
  const [first, last] = [tracks[0], tracks.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a session has at least one track');
  const raw = { minimumBlocks: 0, format: RAW_FORMAT };
  const toc = tocOf(layout, first.plan.format.sessionFormat);
  const text = packs === undefined ? undefined : leadInPeriodOf(packs);
  const leadInBlocks = startLba - leadInLba;
  const leadIn: Extent = {
    ...raw,
    part: 'lead-in',
    track: first.plan.number,
    startLba: leadInLba,
    lengthBlocks: leadInBlocks,
    source: rawSource({
      name: 'the lead-in',
      startLba: leadInLba,
      lengthBlocks: leadInBlocks,
      format: first.plan.format,
      subcode: (lba) => ({ q: leadInQ(toc, lba - leadInLba, lba), pause: false }),
      ...(text === undefined ? {} : { rToW: (block) => blockOf(text, block) }),
    }),
  };
  const program = tracks.flatMap((track, index): Extent[] => {
    const { plan, pauseLba, gapBlocks } = track;
    const { number, source, format, lengthBlocks } = plan;
    const subcode = new TrackSubcode(track, catalogueNumber);
    const at = (lba: number) => subcode.at(lba);
    const start = pauseLba + gapBlocks;
    const { pregapBlocks = 0 } = source;
    const next = tracks[index + 1];
    const gap = { name: 'a gap', startLba: pauseLba, lengthBlocks: gapBlocks, format, subcode: at };
    return [
      ...(gapBlocks === 0
        ? []
        : [
            {
              ...raw,
              part: 'pregap' as const,
              track: number,
              startLba: pauseLba,
              lengthBlocks: gapBlocks,
              source: rawSource(gap),
            },
          ]),
      {
        ...raw,
        track: number,
        startLba: start,
        lengthBlocks,
        trackFormat: format,
        userDataOf: (block) => userDataOf(format, block),
        source: rawSource({ name: source.name, startLba: start, lengthBlocks, format, source, subcode: at }),
        ...(pregapBlocks === 0 ? {} : { pregapBlocks }),
        ...(next === undefined || next.startLba === next.pauseLba
          ? {}
          : { nextPregapBlocks: next.startLba - next.pauseLba }),
      },
    ];
  });
  const leadOut: Extent = {
    ...raw,
    part: 'lead-out',
    track: last.plan.number,
    startLba: leadOutLba,
    lengthBlocks: FIRST_LEAD_OUT_BLOCKS,
    source: rawSource({
      name: 'the lead-out',
      startLba: leadOutLba,
      lengthBlocks: FIRST_LEAD_OUT_BLOCKS,
      format: last.plan.format,
      subcode: (lba) => leadOutSubcode(layout, lba),
    }),
  };
  return [leadIn, ...program, leadOut];
}

/** R to W of a block of a lead-in that repeats these. */
function blockOf(period: Uint8Array, block: number): Uint8Array {
  const blocks = period.length / RAW_SUB_CHANNEL_BYTES;
  const at = (block % blocks) * RAW_SUB_CHANNEL_BYTES;
  return period.subarray(at, at + RAW_SUB_CHANNEL_BYTES);
}
