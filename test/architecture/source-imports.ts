import { posix } from 'node:path';
import { parseSync } from '@swc/core';

/**
 * How one file refers to another: `static` and `type` (`import`, `export from`, `import type`, `import('./x').T`,
 * `declare module './x'`), `dynamic` (`import('./x')`, `require('x')`), `url` (`new URL('./x', import.meta.url)`, a
 * worker's file).
 */
export type ImportKind = 'static' | 'type' | 'dynamic' | 'url';

export interface SourceImport {
  readonly from: string;
  readonly line: number;
  readonly kind: ImportKind;
  /** A file, relative to src/, or the name of a package; `node` is any module of Node, `../x` a file outside src/. */
  readonly to: string;
  readonly external: boolean;
}

/** A way to other files that no table can judge: a computed path, a `createRequire`, a reference in a comment. */
export interface OtherWay {
  readonly from: string;
  readonly line: number;
}

export interface ImportsOfFile {
  readonly imports: readonly SourceImport[];
  readonly others: readonly OtherWay[];
}

type Node = { readonly type: string; readonly [key: string]: unknown };
type Literal = { readonly value: string; readonly span: { readonly start: number } };

/** What a source file imports, our own files and packages, with the lines. `file` is relative to src/. */
export function importsOf(file: string, source: string): ImportsOfFile {
  const bytes = Buffer.from(source);
  const imports: SourceImport[] = [];
  const others: OtherWay[] = [];

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

  const other = (node: Node) => others.push({ from: file, line: lineAt((node['span'] as Literal['span']).start) });
  const literalOr = (path: Node | undefined, kind: ImportKind, node: Node) => {
    if (path?.type === 'StringLiteral') found(path as unknown as Literal, kind);
    else other(node);
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
      case 'TsExternalModuleReference':
        found(node['expression'] as Literal, 'static');
        break;
      case 'TsModuleDeclaration':
        if ((node['id'] as Node).type === 'StringLiteral') found(node['id'] as unknown as Literal, 'type');
        break;
      case 'CallExpression': {
        const callee = node['callee'] as Node;
        if (callee.type === 'Import' || nameOf(callee) === 'require') literalOr(firstArgument(node), 'dynamic', node);
        else if (LOADERS.has(nameOf(callee) ?? '') || isResolve(callee)) other(node);
        break;
      }
      case 'NewExpression': {
        const callee = nameOf(node['callee'] as Node);
        const [path, base] = argumentsOf(node);
        if (callee === 'URL' && base !== undefined && mentionsImportMeta(base)) literalOr(path, 'url', node);
        if (callee === 'Worker' && path?.type === 'StringLiteral') other(node);
      }
    }
  };

  for (const node of nodesOf(parseSync(source, { syntax: 'typescript', target: 'es2022' }))) visit(node);
  for (const { index } of source.matchAll(REFERENCES))
    others.push({ from: file, line: source.slice(0, index).split('\n').length });
  return { imports, others };
}

export function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (typeof (value as Node).type === 'string') yield value as Node;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

/** Functions that load modules by a path of their own. */
const LOADERS = new Set(['createRequire', 'getBuiltinModule']);
/** `/// <reference path="..." />` or `types`, and JSDoc's import tag. */
const REFERENCES = /^\s*\/\/\/\s*<reference\s+(?:path|types)\b|@import\b/gm;

/** The name of what is called: `x`, or the `x` of `y.x`. */
function nameOf(callee: Node): string | undefined {
  const name = callee.type === 'MemberExpression' ? (callee['property'] as Node) : callee;
  return name.type === 'Identifier' ? (name['value'] as string) : undefined;
}

/** `import.meta.resolve` */
function isResolve(callee: Node): boolean {
  return nameOf(callee) === 'resolve' && mentionsImportMeta(callee);
}

function mentionsImportMeta(node: Node): boolean {
  return [...nodesOf(node)].some(({ type, kind }) => type === 'MetaProperty' && kind === 'import.meta');
}

function argumentsOf(call: Node): Node[] {
  return ((call['arguments'] as { expression: Node }[] | null) ?? []).map(({ expression }) => expression);
}

function firstArgument(call: Node): Node | undefined {
  return argumentsOf(call)[0];
}

/** The one file outside src/ that may be named: it is in the package too. */
const OUTSIDE = '../package.json';

function targetOf(file: string, path: string): Pick<SourceImport, 'to' | 'external'> | undefined {
  if (path.startsWith('node:')) return { to: 'node', external: true };
  if (!path.startsWith('.')) {
    const [scope = '', name] = path.split('/');
    return { to: scope.startsWith('@') ? `${scope}/${name}` : scope, external: true };
  }
  const to = posix.relative('src', posix.join('src', posix.dirname(file), path));
  if (to === OUTSIDE) return undefined;
  return to.startsWith('..') ? { to, external: true } : { to: to.replace(/\.js$/, '.ts'), external: false };
}
