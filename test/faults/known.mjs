import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOfCell } from './cells.mjs';

const PATH = join(import.meta.dirname, 'known.json');
const FOR_EVER = ' for ever';

/*
 * known.json: what is known not to be right. { what: { scenario: { "command -> outcome": "fault; fault; ..." } } }
 */

/** The known classes, named like those of {@link Tally}. */
export function knownClasses() {
  const keys = new Set();
  for (const [what, byScenario] of Object.entries(JSON.parse(readFileSync(PATH, 'utf8')))) {
    for (const [scenario, byPlace] of Object.entries(byScenario)) {
      for (const [place, list] of Object.entries(byPlace)) {
        const [command, outcome] = place.split(' -> ');
        for (const fault of list.split('; ')) keys.add(JSON.stringify([what, scenario, command, outcome, fault]));
      }
    }
  }
  return keys;
}

/** Writes these classes to the file. */
export function writeKnown(keys) {
  const tree = {};
  for (const key of [...keys].toSorted()) {
    const [what, scenario, command, outcome, fault] = JSON.parse(key);
    tree[what] ??= {};
    tree[what][scenario] ??= {};
    const places = tree[what][scenario];
    const place = `${command} -> ${outcome}`;
    places[place] = places[place] === undefined ? fault : `${places[place]}; ${fault}`;
  }
  writeFileSync(PATH, `${JSON.stringify(tree, null, 2)}\n`);
}

/** Known classes that did not occur although every cell that could have shown them was run. */
export function gone(known, { classes, ran }, cells) {
  const there = new Map();
  for (const cell of cells) there.set(kindOfCell(cell), (there.get(kindOfCell(cell)) ?? 0) + 1);
  return [...known].filter((key) => {
    if (classes.has(key)) return false;
    const [, scenario, command, , fault] = JSON.parse(key);
    const always = fault.endsWith(FOR_EVER);
    const kind = kindOfCell({ scenario, command, fault: always ? fault.slice(0, -FOR_EVER.length) : fault, always });
    return (ran.get(kind) ?? 0) === (there.get(kind) ?? 0);
  });
}
