import { formatCapacities } from '../../drive/block-disc-state.ts';
import { currentProfile, forgetProfile } from '../../drive/current-profile.ts';
import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { BdReFormatSubType, BdRFormatSubType, FormatType, formatUnit } from '../../mmc/commands/format-unit.ts';
import { Profile, profileName } from '../../mmc/profiles.ts';
import { BurnError } from './burn-error.ts';
import type { BlankProgress, StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';

/**
 * quick: what a disc needs to be written, in seconds to minutes. full: every block of it is written, or certified, which takes
 * as long as writing the disc once or twice.
 */
export type FormatKind = 'quick' | 'full';

export interface FormatRequest {
  readonly kind: FormatKind;
  /** BD-RE and BD-R: whether blocks are set aside for those that turn out to be bad. Default true. */
  readonly spare?: boolean;
  /** BD-R with spare blocks: whether what is recorded can be written again. Default true. */
  readonly pseudoOverwrite?: boolean;
}

type FormatList = Parameters<typeof formatUnit>[1];

export interface FormatChoice {
  readonly list: Extract<FormatList, { readonly formatType: number }>;
  /** The format and why it was chosen, as a clause: `quick format (type 15h): ...`. */
  readonly inWords: string;
  readonly limitMs: number;
}

const QUICK_LIMIT_MS = 1_800_000;
/** A BD-RE DL with certification at 1x: twice the time of writing it. */
const FULL_LIMIT_MS = 36_000_000;

/** What the disc is asked to be formatted as; the first that the drive offers is taken. */
interface Wish {
  readonly type: FormatType;
  readonly why: string;
  readonly subType?: number;
  readonly flags?: Partial<FormatChoice['list']>;
  /** Where the format does not say how large it is. */
  readonly blocks?: number;
}

/** All of the disc: the drive fills in the number (MMC-6 6.5.4.2.14). */
const WHOLE = 0xffff_ffff;

function wishesFor(
  profile: number,
  { kind, spare = true, pseudoOverwrite = true }: FormatRequest,
): readonly Wish[] | undefined {
  const full = kind === 'full';
  switch (profile) {
    case Profile.DvdPlusRw:
    case Profile.DvdPlusRwDualLayer:
      return [
        {
          type: FormatType.DvdPlusRwBasic,
          blocks: WHOLE,
          why: full
            ? 'the only one of DVD+RW, awaited to its end'
            : 'the only one of DVD+RW; it goes on in the background',
        },
      ];
    case Profile.DvdRwSequential:
    case Profile.DvdRwRestrictedOverwrite:
      return full
        ? [{ type: FormatType.CdRwDvdRwFull, why: 'every block of the disc is written' }]
        : [
            { type: FormatType.DvdRwQuick, why: 'the disc grows as it is written' },
            { type: FormatType.CdRwDvdRwFull, why: 'the drive has no quick one' },
          ];
    case Profile.DvdRam:
      return [
        full
          ? { type: FormatType.Full, why: 'every block is certified' }
          : {
              type: FormatType.Full,
              flags: { optionsValid: true, disableCertification: true },
              why: 'without certification, which takes an hour',
            },
      ];
    case Profile.BdRe:
      return [
        spare
          ? {
              type: FormatType.BdReWithSpare,
              subType: full ? BdReFormatSubType.FullCertification : BdReFormatSubType.Default,
              why: 'blocks are set aside for bad ones',
            }
          : { type: FormatType.BdReWithoutSpare, why: 'all blocks are for data, and none replaces a bad one' },
        { type: FormatType.Full, why: 'the drive offers no other' },
      ];
    case Profile.BdRSequential:
    case Profile.BdRRandom:
      if (!spare) return undefined;
      return [
        {
          type: FormatType.BdRWithSpare,
          subType: pseudoOverwrite ? BdRFormatSubType.SequentialPow : BdRFormatSubType.Sequential,
          why: pseudoOverwrite
            ? 'blocks are set aside for bad ones, and for what is written again'
            : 'blocks are set aside for bad ones',
        },
      ];
    default:
      return undefined;
  }
}

/**
 * Chooses among the formats that the drive offers for the disc.
 * @throws BurnError of phase `planning` when none is suitable
 */
export async function chooseFormat(drive: Drive, profile: number, request: FormatRequest): Promise<FormatChoice> {
  const wishes = wishesFor(profile, request);
  if (wishes === undefined) {
    const writeOnce = profile === Profile.BdRSequential || profile === Profile.BdRRandom;
    throw new BurnError({
      phase: 'planning',
      code: 'UNSUITABLE_MEDIUM',
      reason: writeOnce ? 'a BD-R without spare blocks needs no format' : `${profileName(profile)} is not formatted`,
      remedy: writeOnce
        ? 'Write it as it is'
        : profile === Profile.CdRw
          ? 'Erase it with `discwright blank`, then write it'
          : 'Write it as it is: only DVD-RW, DVD+RW, DVD-RAM, BD-RE and blank BD-R are formatted',
    });
  }
  const offered = (await formatCapacities(drive))?.entries ?? [];
  for (const { type, why, subType = 0, flags = {}, blocks } of wishes) {
    const format = offered.find((each) => each.formatType === type);
    if (format === undefined) continue;
    const code = type.toString(16).toUpperCase().padStart(2, '0');
    return {
      list: {
        immediate: true,
        ...flags,
        blocks: blocks ?? format.blocks,
        formatType: type,
        subType: subType,
        parameter: type === FormatType.DvdPlusRwBasic ? 0 : format.parameter,
      },
      inWords: `${request.kind} format (type ${code}h): ${why}`,
      limitMs: request.kind === 'full' ? FULL_LIMIT_MS : QUICK_LIMIT_MS,
    };
  }
  throw new BurnError({
    phase: 'planning',
    code: 'UNSUITABLE_MEDIUM',
    reason: `the drive offers no ${request.kind} format for this ${profileName(profile)}`,
    remedy:
      offered.length === 0
        ? 'Try it in another drive'
        : `It offers other formats: \`discwright format\` without options tries the usual one`,
  });
}

/**
 * Sends FORMAT UNIT and waits for its end; of DVD+RW until blocks can be written. Afterwards the disc may be of another profile.
 * @throws SenseError, StatusError, TransportError, StillBusyError
 */
export async function* sendFormat<S extends StepProgress | BlankProgress>(
  drive: Drive,
  { list, limitMs }: FormatChoice,
  step: S,
): AsyncGenerator<S, void> {
  try {
    yield* runLong(drive, {
      step,
      limitMs,
      make: (immediate) => formatUnit({}, { ...list, immediate }),
      // A disc that was formatted before proves nothing.
      isDone: async () => false,
    });
  } finally {
    forgetProfile(drive);
  }
  await currentProfile(drive);
}

/**
 * Continues the background format of a DVD+RW that was stopped: blocks past its end cannot be written otherwise (MMC-6 6.5.4.2.14:
 * the lowest bit of the parameter is Restart).
 */
export async function* restartBackgroundFormat(drive: Drive): AsyncGenerator<StepProgress, void> {
  const { medium } = await readDiscState(drive);
  if (medium?.backgroundFormat !== 'interrupted') return;
  const list = { blocks: WHOLE, formatType: FormatType.DvdPlusRwBasic, parameter: 1 } as const;
  yield* sendFormat(drive, { list, inWords: '', limitMs: QUICK_LIMIT_MS }, { phase: 'preparing' });
}
