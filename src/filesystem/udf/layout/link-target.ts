import { concatBytes } from '../../../codec/index.ts';
import { encodeCs0 } from '../cs0.ts';
import { pathComponent } from '../file-descriptors.ts';
import { LONGEST_NAME_BYTES } from './names.ts';

/** ECMA-167 4/14.16.1.1. Linux writes 1 for the root, and reads 1 and 2. */
const Component = { Root: 1, Parent: 3, Current: 4, Name: 5 } as const;

/**
 * The target of a symbolic link as path components (ECMA-167 4/14.16). Empty parts are left out.
 * @returns undefined if a part is too long
 */
export function encodeTarget(target: string): Uint8Array<ArrayBuffer> | undefined {
  const parts: Uint8Array[] = [];
  if (target.startsWith('/')) parts.push(pathComponent.encode({ type: Component.Root, textBytes: 0 }));
  for (const name of target.split('/')) {
    if (name === '') continue;
    const type = name === '..' ? Component.Parent : name === '.' ? Component.Current : Component.Name;
    const text = type === Component.Name ? encodeCs0(name) : new Uint8Array(0);
    if (text.length > LONGEST_NAME_BYTES) return undefined;
    parts.push(pathComponent.encode({ type, textBytes: text.length }), text);
  }
  return concatBytes(parts);
}
