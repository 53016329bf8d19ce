import fc from 'fast-check';
import type { TreeNode } from '../../src/filesystem/tree/model.ts';
import { file, folder } from './support.ts';

/** Characters of several scripts, none that a name must not have. */
export const anyName = fc
  .oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[a-zA-Z0-9 ._+~äß日-]{1,40}$/) },
    fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
  )
  .map((text) => text.replace(/[/\0\ud800-\udfff]/g, '_'))
  .filter((text) => text !== '.' && text !== '..' && Buffer.byteLength(text) <= 255);

const attributes = fc.record({
  mode: fc.nat(0o7777),
  uid: fc.nat(2 ** 31),
  gid: fc.nat(2 ** 31),
  modified: fc.date({ min: new Date('1970-01-01'), max: new Date('2155-01-01'), noInvalidDate: true }).map((date) => {
    date.setUTCMilliseconds(0);
    return date;
  }),
});

const leaf: fc.Arbitrary<TreeNode> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(anyName, fc.uint8Array({ maxLength: 5_000 }), attributes).map(([n, b, a]) => file(n, b, a)),
  },
  fc
    .tuple(
      anyName,
      fc.array(fc.oneof(fc.constantFrom('.', '..'), anyName), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      attributes,
    )
    .map(
      ([n, parts, absolute, a]): TreeNode => ({
        kind: 'link',
        name: n,
        target: (absolute ? '/' : '') + parts.join('/'),
        ...a,
      }),
    ),
  fc
    .tuple(
      anyName,
      fc.constantFrom('block' as const, 'character' as const),
      fc.nat(4_095),
      fc.nat(1_048_575),
      attributes,
    )
    .map(
      ([n, device, major, minor, a]): TreeNode => ({ kind: 'device', name: n, device, major: major + 1, minor, ...a }),
    ),
  fc.tuple(anyName, attributes).map(([n, a]): TreeNode => ({ kind: 'device', name: n, device: 'pipe', ...a })),
);

const distinct = (nodes: readonly TreeNode[]): TreeNode[] => [
  ...new Map(nodes.map((node) => [node.name, node])).values(),
];

const trees = fc.letrec<{ node: TreeNode; folder: TreeNode }>((tie) => ({
  folder: fc
    .tuple(anyName, fc.array(tie('node'), { maxLength: 6 }), attributes)
    .map(([n, children, a]) => folder(n, distinct(children), a)),
  node: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf, tie('folder')),
}));
/** A root with anything in it. */
export const anyTree = fc.array(trees.node, { maxLength: 12 }).map((children) => folder('', distinct(children)));
