import { escaped } from '../svg.ts';
import { STYLE } from './style.ts';

/** An HTML document that needs no other file and no network. */
export const page = (title: string, content: readonly string[]): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>`,
    `<style>${STYLE}</style></head>`,
    '<body><main>',
    `<h1>${escaped(title)}</h1>`,
    ...content,
    '</main></body></html>',
    '',
  ].join('\n');

/** @param content HTML */
export const section = (title: string, content: string): string =>
  `<section><h2>${escaped(title)}</h2>${content}</section>`;

export const list = (lines: readonly string[]): string =>
  `<ol class="lines">${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>`;

/** Names with values, next to each other. */
export const factList = (facts: readonly (readonly [name: string, value: string])[]): string =>
  `<dl>${facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>`;
