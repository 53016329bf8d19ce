import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/cli/cli-error.ts';
import { readData } from '../../src/cli/data-input.ts';
import { isoImage } from '../support/iso-image.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cwd = temporaryFolder();

async function fileNamed(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(cwd, name);
  await writeFile(path, bytes);
  return path;
}

describe.each(['bin', 'img', 'BIN'])('a file named .%s', (suffix) => {
  test('is an image if it has a file system', async () => {
    const path = await fileNamed(`image.${suffix}`, isoImage(400, 0));
    await expect(readData([path], {})).resolves.toMatchObject({ warnings: [] });
  });

  test('is not burned as an image without one', async () => {
    const path = await fileNamed(`firmware.${suffix}`, Buffer.alloc(40 * 2_048, 1));
    const refused = readData([path], {});
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/neither ISO 9660 nor UDF in it/);
  });

  test('is a file like any other among several', async () => {
    const path = await fileNamed(`other.${suffix}`, Buffer.alloc(4_096, 1));
    await expect(readData([path, await fileNamed('a.txt', Buffer.from('a'))], {})).resolves.toMatchObject({
      warnings: [],
    });
  });
});

test('a file named .iso is burned as it is, whatever is in it', async () => {
  const path = await fileNamed('other.iso', Buffer.alloc(4_096, 1));
  await expect(readData([path], {})).resolves.toMatchObject({ warnings: [] });
});
