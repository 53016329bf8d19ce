// What every entry point exports, as API Extractor describes it, with an address of a page for each name.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApiModel } from '@microsoft/api-extractor-model';
import { entryPoints, extractApi } from '../api-extraction.mjs';
import { aliases, reportOf } from './exports.mjs';
import { slugger } from './html.mjs';

/** Where the types are that exports use but that are not exported. */
const UNEXPORTED = '_unexported.html';

/**
 * @returns for each entry point `{ name, specifier, values, exported, unexported, outputs, references }`: its values as
 *   it is imported, its items by name, the page of each name, and the address of each reference
 */
export async function readApi(root) {
  const entries = entryPoints();
  const folder = mkdtempSync(join(tmpdir(), 'discwright-docs-'));
  try {
    const fileOf = (name) => join(folder, `${name}.api.json`);
    extractApi(entries, (name) => ({
      docModel: { enabled: true, includeForgottenExports: true, apiJsonFilePath: fileOf(name) },
    }));
    return await Promise.all(
      entries.map(async (entry) => {
        const values = await import(pathToFileURL(resolve(root, entry.module)).href);
        return { ...entry, values, ...itemsOf(entry.name, fileOf(entry.name), aliases(reportOf(root, entry.name))) };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param names exported names that differ from those of their declarations */
function itemsOf(entry, file, names) {
  // A model for each: in all of them the package is the same.
  const [{ members }] = new ApiModel().loadPackage(file).entryPoints;
  const exported = byName(members.filter((item) => !isUnexported(item)));
  const unexported = byName(members.filter(isUnexported));
  for (const [name, declared] of names) {
    exported.set(name, byName(members).get(declared) ?? []);
    if (/_\d+$/.test(declared)) exported.delete(declared);
  }
  const outputs = new Map();
  const references = new Map();
  const taken = new Set();
  for (const [name, items] of exported) {
    // Some file systems do not tell `Crc` from `crc`.
    const file = taken.has(name.toLowerCase()) ? `${name}-${items[0].kind.toLowerCase()}` : name;
    taken.add(file.toLowerCase());
    outputs.set(name, `api/${entry}/${file}.html`);
    for (const item of items) refer(item, outputs.get(name), references);
  }
  for (const [name, items] of unexported)
    for (const item of items) refer(item, `api/${entry}/${UNEXPORTED}#${name}`, references);
  return { exported, unexported, outputs, references, unexportedOutput: `api/${entry}/${UNEXPORTED}` };
}

const isUnexported = (item) => item.canonicalReference.toString().includes('!~');

function byName(items) {
  const names = new Map();
  for (const item of items) names.set(item.displayName, [...(names.get(item.displayName) ?? []), item]);
  return new Map([...names].sort(([one], [other]) => one.localeCompare(other, 'en')));
}

function refer(item, output, references) {
  references.set(item.canonicalReference.toString(), output);
  if (output.includes('#')) return;
  for (const { member, id } of membersOf(item)) references.set(member.canonicalReference.toString(), `${output}#${id}`);
}

/** The members of a class or an interface, overloads each, with the anchor of each. */
export function membersOf(item) {
  const anchor = slugger();
  return (item.members ?? []).map((member) => ({ member, id: anchor(titleOfMember(member)) }));
}

export function titleOfMember(member) {
  if (member.kind === 'Constructor') return 'constructor';
  if (member.kind === 'CallSignature') return 'call';
  if (member.kind === 'ConstructSignature') return 'new';
  if (member.kind === 'IndexSignature') return 'index';
  return member.displayName;
}

/**
 * The address of a name: in the entry point itself, in another one that exports it, or among what is not exported.
 * `Drive.close` is a member, or, if there is no such member, its class.
 */
export function addressOfName(name, entry, entries) {
  const [first, member] = name.split('.');
  for (const each of [entry, ...entries]) {
    const output = each.outputs.get(first);
    if (output === undefined) continue;
    const found =
      member &&
      each.exported
        .get(first)
        .flatMap(membersOf)
        .find(({ id }) => id === member.toLowerCase());
    return found ? `${output}#${found.id}` : output;
  }
  return entry.unexported.has(first) ? `${entry.unexportedOutput}#${first}` : undefined;
}
