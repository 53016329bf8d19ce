import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
const DOCS = join(ROOT, 'docs');

/** A fenced block of a page. */
export interface CodeBlock {
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The file that the paragraph before it names last, if that ends with a colon. */
  readonly file?: string;
  /** What comments such as `<!-- drive: album.disc -->` before it say. */
  readonly notes: Readonly<Record<string, string>>;
}

const FENCE = /^(?<indent> *)```(?<language>\w*)\n(?<code>[\s\S]*?)^\k<indent>```$/gm;
const FILE_BEFORE = /`(?<name>[\w.-]+\.(?:cue|json|m?js|ts|html))`[^`\n]*:\s*$/;
const NOTE = /<!-- (?<name>[\w ]+): (?<value>.*?) -->\s*$/;

export const textOf = (page: string): string => readFileSync(join(DOCS, page), 'utf8');

/** Pages of a folder of docs/, by their paths in docs/. */
export const pagesIn = (folder: string): string[] =>
  readdirSync(join(DOCS, folder))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name));

export function blocksOf(page: string): CodeBlock[] {
  const text = textOf(page);
  return [...text.matchAll(FENCE)].map(({ index, groups }) => {
    let before = text.slice(0, index).trimEnd();
    const line = text.slice(0, index).split('\n').length + 1;
    const notes: Record<string, string> = {};
    for (let note = NOTE.exec(before); note !== null; note = NOTE.exec(before)) {
      notes[note.groups?.['name'] ?? ''] = note.groups?.['value'] ?? '';
      before = before.slice(0, note.index).trimEnd();
    }
    const file = FILE_BEFORE.exec(before)?.groups?.['name'];
    const { language = '', code = '' } = groups ?? {};
    return { page, line, language, code, notes, ...(file !== undefined && { file }) };
  });
}

export const nameOfBlock = ({ page, line }: CodeBlock): string => `${page}:${line}`;

/** The cells of a page's tables that are commands of ours, and what is not in one. */
export const tableRows = (page: string): string[][] =>
  textOf(page)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-| ]+\|$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );

/** Inline code of a text, without its marks. */
export const inlineCode = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** The lines of a text that are indented as code. */
export const indentedCode = (text: string): string =>
  [...text.matchAll(/^ {4}(.*)$/gm)].map(([, line = '']) => line).join('\n');

const COMMAND = /^(?:npx )?discwright (?<args>.*)$/;

/** What follows `discwright` in the lines of a shell, without comments, pipes and redirections, and of each part of `a && b`. */
export const commandsIn = (shell: string): string[] =>
  shell
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/(?:^| )#.*$/, '')
        .split(' && '),
    )
    .flatMap((part) => part.split(' | '))
    .flatMap((part) => {
      const args = COMMAND.exec(part.trim())?.groups?.['args'];
      return args === undefined ? [] : [args.replace(/\s+(?:\d?[<>]\s*\S+|&)/g, '').trim()];
    });

/** The words of a command, as a shell makes them of quotes. */
export const wordsOf = (command: string): string[] =>
  (command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []).map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
