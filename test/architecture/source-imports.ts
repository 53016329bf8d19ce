import { posix } from 'node:path';
import { parseSync } from '@swc/core';

/**
 * How one file refers to another: `static` and `type` (`import`, `export from`, `import type`, `import('./x').T`),
 * `dynamic` (`import('./x')`, `require('x')`), `url` (`new URL('./x', import.meta.url)`, a worker's file).
 */
export type ImportKind = 'static' | 'type' | 'dynamic' | 'url';

export interface SourceImport {
  readonly from: string;
  readonly line: number;
  readonly kind: ImportKind;
  /** A file, relative to src/, or the name of a package; `node` is any module of Node. */
  readonly to: string;
  readonly external: boolean;
}

/** An `import()` whose path is computed: no table can say where it leads. */
export interface ComputedImport {
  readonly from: string;
  readonly line: number;
}

export interface ImportsOfFile {
  readonly imports: readonly SourceImport[];
  readonly computed: readonly ComputedImport[];
}

type Node = { readonly type: string; readonly [key: string]: unknown };
type Literal = { readonly value: string; readonly span: { readonly start: number } };

/** What a source file imports, our own files and packages, with the lines. `file` is relative to src/. */
export function importsOf(file: string, source: string): ImportsOfFile {
  const bytes = Buffer.from(source);
  const imports: SourceImport[] = [];
  const computed: ComputedImport[] = [];

  // swc counts bytes from 1.
  const lineAt = (start: number) =>
    bytes
      .subarray(0, start - 1)
      .toString('latin1')
      .split('\n').length;
  const found = (literal: Literal, kind: ImportKind) => {
    const target = targetOf(file, literal.value);
    if (target !== undefined) imports.push({ from: file, line: lineAt(literal.span.start), kind, ...target });
  };

  const visit = (node: Node): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node['source'] != null) found(node['source'] as Literal, node['typeOnly'] === true ? 'type' : 'static');
        break;
      case 'TsImportType':
        found(node['argument'] as Literal, 'type');
        break;
      case 'CallExpression': {
        const callee = node['callee'] as Node;
        if (callee.type !== 'Import' && !isNamed(callee, 'require')) break;
        const path = firstArgument(node);
        if (path.type === 'StringLiteral') found(path as unknown as Literal, 'dynamic');
        else computed.push({ from: file, line: lineAt((node['span'] as Literal['span']).start) });
        break;
      }
      case 'NewExpression': {
        if (!isNamed(node['callee'] as Node, 'URL')) break;
        const path = firstArgument(node);
        if (path?.type === 'StringLiteral' && (path['value'] as string).startsWith('.'))
          found(path as unknown as Literal, 'url');
      }
    }
  };

  for (const node of nodesOf(parseSync(source, { syntax: 'typescript', target: 'es2022' }))) visit(node);
  return { imports, computed };
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (typeof (value as Node).type === 'string') yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node['value'] === name;
}

function firstArgument(call: Node): Node {
  return (call['arguments'] as { expression: Node }[])[0]?.expression as Node;
}

/** `undefined`: a file outside src/, such as package.json. */
function targetOf(file: string, path: string): Pick<SourceImport, 'to' | 'external'> | undefined {
  if (path.startsWith('node:')) return { to: 'node', external: true };
  if (!path.startsWith('.')) {
    const [scope = '', name] = path.split('/');
    return { to: scope.startsWith('@') ? `${scope}/${name}` : scope, external: true };
  }
  const to = posix.join(posix.dirname(file), path);
  return to.startsWith('..') ? undefined : { to: to.replace(/\.js$/, '.ts'), external: false };
}
