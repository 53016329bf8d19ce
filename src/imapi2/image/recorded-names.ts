import { identifiersFor, isoRules, jolietRules } from '../../filesystem/iso9660/layout/identifiers.ts';
import type { TreeNode } from '../../filesystem/tree/model.ts';
import { recordedName } from '../../filesystem/udf/layout/names.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const LEVEL: IsoLevel = 3;

/** An interchange level of ISO 9660 (ECMA-119 clause 10). */
export type IsoLevel = 1 | 2 | 3;

const byName = (a: TreeNode, b: TreeNode): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** What of a folder has a name in a file system: links and devices do not. */
const isRecorded = ({ kind }: TreeNode): boolean => kind === 'file' || kind === 'folder';

/**
 * The name of one of the nodes in a folder as a file system records it, without a version: next to the others, since no two are the same.
 * @param level of ISO 9660
 * @throws IMAPI_E_INVALID_PARAM unless it is one file system
 */
export function nameIn(
  fileSystem: number,
  name: string,
  siblings: readonly TreeNode[],
  level: IsoLevel | undefined,
  member: string,
): string {
  if (fileSystem === UDF) return recordedName(name);
  if (fileSystem !== ISO && fileSystem !== JOLIET) {
    const remedy = 'Give FsiFileSystemISO9660, FsiFileSystemJoliet or FsiFileSystemUDF.';
    throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy });
  }
  const nodes = siblings.filter(isRecorded).sort(byName);
  const identifiers = identifiersFor(nodes, fileSystem === ISO ? isoRules(level ?? LEVEL) : jolietRules);
  return identifiers[nodes.findIndex((node) => node.name === name)] ?? name;
}
