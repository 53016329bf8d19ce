import { FileOnDisk, fileChanged } from '../../tree/file-on-disk.ts';
import { openContents } from './boot.ts';
import type { Content } from './content.ts';

/**
 * The bytes of a small file: right away if it is one of this computer, since passing it to another thread and back would cost more than
 * reading it.
 * @throws FileSystemError of kind `changed` or `source`
 */
export function readWhole(content: Content): Uint8Array | Promise<Uint8Array> {
  const { node } = content;
  const target = new Uint8Array(node.lengthBytes);
  if (node instanceof FileOnDisk && node.readWhole(target)) return target;
  return readFrom(content, target);
}

async function readFrom(content: Content, target: Uint8Array): Promise<Uint8Array> {
  const { path, node } = content;
  const reader = await openContents(content);
  try {
    const got = await reader.read(target);
    if (got < target.length) throw fileChanged(path, `it had ${node.lengthBytes} bytes and now has ${got}`);
    if ((await reader.read(new Uint8Array(1))) > 0)
      throw fileChanged(path, `it had ${node.lengthBytes} bytes and now has more`);
  } finally {
    await reader.close();
  }
  return target;
}
