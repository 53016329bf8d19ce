import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  BootOptions,
  FileSystemImage,
  type FileSystemImageResult,
  IsoImageManager,
} from '../../../src/imapi2/index.ts';
import { MISSING_OF_FILE_SYSTEMS } from './exceptions.ts';
import { interfacesOf } from './reference.ts';
import { Witness } from './witness.ts';

/** What twenty programs that use IMAPI2FS need, and a few more. */
const LEAST_PRESENT = 116;

async function result(): Promise<FileSystemImageResult> {
  const image = new FileSystemImage();
  image.root.addFile('a.txt', Uint8Array.of(1));
  return image.createResultImage();
}

async function watchAll(witness: Witness): Promise<void> {
  const image = new FileSystemImage();
  witness.watch(
    image,
    'IFileSystemImage',
    'IFileSystemImage2',
    'IFileSystemImage3',
    'DFileSystemImageEvents',
    'DFileSystemImageImportEvents',
  );
  witness.watch(image.root, 'IFsiDirectoryItem');
  witness.watch(image.createFileItem('a'), 'IFsiFileItem', 'IFsiItem');
  witness.watch(image.root.enumFsiItems, 'IEnumFsiItems');
  witness.watch(new BootOptions(), 'IBootOptions');
  witness.watch(new IsoImageManager(), 'IIsoImageManager');
  const made = await result();
  witness.watch(made, 'IFileSystemImageResult', 'IFileSystemImageResult2');
  witness.watch(made.progressItems, 'IProgressItems');
  witness.watch(made.progressItems.enumProgressItems, 'IEnumProgressItems');
  witness.watch(made.progressItems.item(0), 'IProgressItem');
}

const members = interfacesOf('IMAPI2FS').flatMap(({ name, members: own }) =>
  own.map((each) => `${name}::${each.name}`),
);
const reasonFor = (name: string): string | undefined =>
  MISSING_OF_FILE_SYSTEMS.find(([pattern]) => pattern.test(name))?.[1];

test('each of the 133 members of IMAPI2FS exists with its kind and number of arguments, or is missing for a reason', async () => {
  const witness = new Witness();
  await watchAll(witness);
  const isPresent = (name: string) => witness.present.has(name) && witness.present.get(name) === undefined;
  expect(members).toHaveLength(133);
  const present = members.filter(isPresent);
  process.stdout.write(`IMAPI2FS: ${present.length} of ${members.length} members present\n`);
  const wrong = members.filter((name) => !isPresent(name) && reasonFor(name) === undefined);
  expect(wrong.map((name) => `${name}: ${witness.present.get(name) ?? 'no object'}`)).toEqual([]);
  expect(present.filter((name) => reasonFor(name) !== undefined)).toEqual([]);
  expect(present.length).toBeGreaterThanOrEqual(LEAST_PRESENT);
});

test('docs/imapi2.md gives every reason', () => {
  const document = readFileSync(new URL('../../../docs/imapi2.md', import.meta.url), 'utf8');
  for (const [, reason] of MISSING_OF_FILE_SYSTEMS) expect(document).toContain(reason);
});
