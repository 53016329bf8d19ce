import { describe, expect, test } from '@jest/globals';
import { type Field, fromHex } from '../../src/codec/index.ts';
import { leftovers, refusals, wrongLengths } from './checks.ts';
import { contradictions } from './contradictions.ts';
import { type Exchange, exchanges } from './exchanges.ts';
import { deliberateErrors } from './mutations.ts';
import { misplacedFields } from './sdparm.ts';
import { partsOf, type Segment, segmentsOf } from './segments.ts';
import { type Dissection, disagreements, dissections } from './wireshark.ts';

interface Declaration {
  readonly of: string;
  readonly layout: NonNullable<Segment['layout']>;
  readonly exchanges: Exchange[];
  readonly dissections: Dissection[];
  /** Its bytes, wherever they were recorded; bytes missing from a reply that was cut short are zero. */
  readonly recorded: Uint8Array[];
}

/** Every declaration that the recorded bytes are read with, and the exchanges in which it is used. */
function declarations(): Declaration[] {
  const found = new Map<Segment['layout'], Declaration>();
  const at = ({ of, layout }: Segment): Declaration | undefined => {
    if (layout === undefined) return undefined;
    const known = found.get(layout) ?? { of, layout, exchanges: [], dissections: [], recorded: [] };
    found.set(layout, known);
    return known;
  };
  const once = <T>(list: T[] | undefined, item: T): void => {
    if (list !== undefined && list.at(-1) !== item) list.push(item);
  };
  for (const exchange of exchanges) {
    for (const each of partsOf(exchange).flatMap(({ segments }) => segments)) {
      const declaration = at(each);
      if (declaration === undefined) continue;
      once(declaration.exchanges, exchange);
      const whole = new Uint8Array(declaration.layout.lengthBytes);
      whole.set(each.bytes);
      declaration.recorded.push(whole);
    }
  }
  for (const dissection of dissections) {
    const { part, cdb, bytes } = dissection;
    for (const each of segmentsOf(fromHex(cdb ?? bytes), part, fromHex(bytes))) once(at(each)?.dissections, dissection);
  }
  return [...found.values()];
}

/** Checks first where the error is, and stops at the first exchange that shows it. */
const isCaught = (declaration: Declaration): boolean =>
  declaration.dissections.some((each) => disagreements([each]).length > 0) ||
  declaration.exchanges.some((each) => [leftovers, refusals, wrongLengths].some((check) => check([each]).length > 0)) ||
  contradictions().length > 0 ||
  misplacedFields().length > 0;

/** The field's value in each place where it was recorded. */
const valuesOf = (field: Field<unknown>, { recorded }: Declaration): string =>
  JSON.stringify(recorded.map((bytes) => field.decode(bytes)));

/** The likeliest and the worst errors: a disc would be written wrong, or its state misread. */
const NAMED = [
  'page 05h: multiSession moved by a bit',
  'page 05h: bufferUnderrunFree exchanged with linkSizeValid',
  'page 05h: linkSizeValid exchanged with testWrite',
  'page 05h: testWrite moved by a bit',
  'page 05h: writeType without its highest bit',
  'page 05h: trackMode moved by a bit',
  'page 05h: dataBlockType moved by a bit',
  'page 05h: audioPauseBlocks with its bytes swapped',
  'READ TRACK INFORMATION reply: track with its bytes swapped',
  'READ TRACK INFORMATION reply: startLba exchanged with nextWritableLba',
  'READ TRACK INFORMATION reply: nextWritableLba with its bytes swapped',
  'READ TRACK INFORMATION reply: lengthBlocks with its bytes swapped',
  'READ DISC INFORMATION reply: lastSessionState exchanged with discStatus',
  'READ DISC INFORMATION reply: discStatus moved by a bit',
  'WRITE(10) CDB: lba with its bytes swapped',
  'CLOSE TRACK/SESSION CDB: closeFunction moved by a bit',
  'SYNCHRONIZE CACHE(10) CDB: immediate moved by a bit',
  'SEND CUE SHEET CDB: cueSheetBytes with its bytes swapped',
  'cue sheet entry: control exchanged with adr',
  'cue sheet position: minute exchanged with second',
  'READ TOC reply entry: adr exchanged with control',
  'READ TOC (full) reply entry: adr exchanged with control',
  'sense: key moved by a bit',
  'sense: asc exchanged with ascq',
] as const;

describe('a deliberate error in a declaration', () => {
  const tried = declarations().flatMap((declaration) =>
    deliberateErrors(declaration.layout.fields, declaration.layout.lengthBytes).map((error) => {
      const right = valuesOf(error.field, declaration);
      const { caught, wrong } = error.during(() => ({
        caught: isCaught(declaration),
        wrong: valuesOf(error.field, declaration),
      }));
      // Where every recorded byte reads the same with the error, no recording could show it.
      return { name: `${declaration.of}: ${error.name}`, caught, visible: right !== wrong };
    }),
  );

  test.each(NAMED)('%s is caught', (name) => {
    expect(tried.filter((each) => each.name === name)).toMatchObject([{ caught: true }]);
  });

  test('is caught wherever a recorded byte reads differently with it', () => {
    expect(tried.filter(({ caught, visible }) => visible && !caught).map(({ name }) => name)).toEqual([]);
  });

  test('is caught in most cases, and the declarations are restored afterwards', () => {
    const caught = tried.filter((each) => each.caught).length;
    const unseen = tried.filter(({ visible }) => !visible).length;
    console.log(`${tried.length} deliberate errors: ${caught} caught; ${unseen} change no field in the recorded bytes`);
    expect(caught / tried.length).toBeGreaterThan(0.7);
    expect(leftovers()).toEqual([]);
    expect(disagreements()).toEqual([]);
  });
});
