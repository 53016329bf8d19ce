// Large files, and many of them.
import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { planIsoImage, treeFromFolder, walkTree } from '../../../dist/image/index.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runExpecting } from '../support/programs.mjs';
import { BLOCK, env, makeImage, problemsOf, withImage } from './images.mjs';
import { writeSparse } from './write-sparse.mjs';

export const large = {
  name: 'a file of more than 4 GiB',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      mkdirSync(source);
      const lengthBytes = 2 ** 32 + 12_345;
      const marks = [0, 2 ** 32 - BLOCK - 5, 2 ** 32 - 3, lengthBytes - 5];
      const file = openSync(join(source, 'big file'), 'w');
      for (const at of marks) writeSync(file, 'mark!', at);
      closeSync(file);
      utimesSync(join(source, 'big file'), 1e9, 1e9);
      const before = process.memoryUsage().rss;
      const image = join(folder, 'image.iso');
      await writeSparse(await planIsoImage(await treeFromFolder(source)), image);
      const grown = Math.round((process.memoryUsage().rss - before) / 1_048_576);
      assert.deepEqual(await problemsOf(image), []);
      const { stdout: tar } = await runExpecting(0, 'bsdtar', ['-tvf', image], { env });
      assert.match(tar, new RegExp(`${lengthBytes} .*big file`));
      const { both: xorriso } = await runExpecting(0, 'xorriso', ['-indev', `stdio:${image}`, '-lsl', '/big file'], {
        env,
      });
      assert.match(xorriso, new RegExp(`${lengthBytes} .*big file`));
      const { stdout: zip } = await runExpecting(0, '7z', ['l', '-slt', image], { env });
      assert.match(zip, new RegExp(`Size = ${lengthBytes}`));
      // What bsdtar reads, at the marks only.
      const { stdout } = await runExpecting(0, 'sh', ['-c', `bsdtar -xOf "$0" "big file" | tr -d '\\0'`, image], {
        env,
      });
      assert.equal(stdout, 'mark!'.repeat(marks.length));
      return `${lengthBytes} bytes in ${Math.ceil(lengthBytes / (2 ** 32 - BLOCK))} sections; memory grew by ${grown} MiB`;
    }),
};

export const many = {
  name: '100,000 files',
  run: () =>
    withTemporaryFolder(async (folder) => {
      const source = join(folder, 'source');
      const count = 100_000;
      for (let index = 0; index < count; index++) {
        if (index % 1_000 === 0) mkdirSync(join(source, `folder ${index / 1_000}`), { recursive: true });
        writeFileSync(
          join(source, `folder ${Math.floor(index / 1_000)}`, `a file with number ${index}.txt`),
          `${index}`,
        );
      }
      const image = join(folder, 'image.iso');
      await makeImage(source, image, { padBlocks: 0 });
      const listed = {};
      listed.isoinfo =
        (await runExpecting(0, 'isoinfo', ['-R', '-f', '-i', image], { env })).stdout.split('\n').length - 1 - 100;
      listed.bsdtar = (await runExpecting(0, 'bsdtar', ['-tf', image], { env })).stdout
        .split('\n')
        .filter((line) => line.endsWith('.txt')).length;
      listed['7z'] = Number(/(\d+) files/.exec((await runExpecting(0, '7z', ['l', image], { env })).stdout)?.[1]);
      listed.xorriso = (
        await runExpecting(0, 'xorriso', ['-indev', `stdio:${image}`, '-find', '/', '-type', 'f'], { env })
      ).stdout
        .split('\n')
        .filter((line) => line.includes('.txt')).length;
      for (const names of ['rock-ridge', 'joliet', 'iso9660'])
        listed[names] = await withImage(
          image,
          0,
          async (fileSystem) =>
            [...walkTree(await fileSystem.tree())].filter(({ node }) => node.kind === 'file').length,
          names,
        );
      assert.deepEqual(listed, Object.fromEntries(Object.keys(listed).map((name) => [name, count])));
      const bytes = Buffer.alloc(BLOCK);
      const { extents } = await withImage(
        image,
        0,
        async (fileSystem) =>
          [...walkTree(await fileSystem.tree())].find(({ path }) => path.endsWith('number 54321.txt')).node,
      );
      const file = openSync(image, 'r');
      readSync(file, bytes, 0, BLOCK, extents[0].startBlock * BLOCK);
      closeSync(file);
      assert.equal(bytes.toString('latin1', 0, 5), '54321');
      return Object.keys(listed).join(', ');
    }),
};
