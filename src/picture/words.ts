import type { DiscMark, DiscPart, PartKind } from './disc-map.ts';

const KINDS: Readonly<Record<PartKind, string>> = {
  audio: 'audio',
  data: 'data',
  open: 'open track',
  gap: 'pause',
  'lead-in': 'lead-in',
  'lead-out': 'lead-out',
  border: 'border',
  free: 'free',
};

const MARKS: Readonly<Record<DiscMark['kind'], string>> = {
  unreadable: 'unreadable',
  'c2-errors': 'C2 errors',
  differs: 'in doubt',
};

export const kindInWords = (kind: PartKind | DiscMark['kind']): string =>
  kind in KINDS ? KINDS[kind as PartKind] : MARKS[kind as DiscMark['kind']];

/** `track 3, audio, session 1: 21000 blocks from LBA 13342` */
export function partInWords({ kind, track, session, startLba, lengthBlocks }: DiscPart): string {
  const names = [
    ...(track === null ? [] : [`track ${track}`]),
    kindInWords(kind),
    ...(session === null ? [] : [`session ${session}`]),
  ];
  return `${names.join(', ')}: ${lengthBlocks} blocks from LBA ${startLba}`;
}

export const markInWords = ({ kind, startLba, lengthBlocks }: DiscMark): string =>
  `${kindInWords(kind)}: ${lengthBlocks} ${lengthBlocks === 1 ? 'block' : 'blocks'} from LBA ${startLba}`;
