// The reference of the command line: one page for each command, from the declaration that man pages are made of.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { relativeLink } from './documents.mjs';
import { code, escapeHtml, inWords, section, table } from './html.mjs';
import { codeBlock } from './markdown.mjs';

/**
 * @param modules the folder of the compiled modules
 * @param schemaOf the page of the JSON schema of a command, given as words, or undefined
 */
export async function commandPages(modules, version, schemaOf) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { buildProgram } = await load('cli/program.js');
  const { allPages, pageOf } = await load('cli/manual/page.js');
  const { EXIT_CODES } = await load('cli/exit-codes.js');
  const program = pageOf(await buildProgram(['--help'], version, () => undefined));
  return allPages(program).map((page) => {
    const output = outputOf(page);
    const words = ['discwright', ...page.path].join(' ');
    const schema = schemaOf(page.path);
    const html = [
      `<h1>${escapeHtml(words)}</h1>`,
      `<p>${inWords(sentence(page.description))}</p>`,
      codeBlock(`${words} ${synopsis(page)}`),
      section('Commands', commandsTable(page, output)),
      section(
        'Arguments',
        table(
          ['argument', ''],
          page.arguments.map((each) => [code(each.name), valueText(each)]),
        ),
      ),
      section('Options', page.path.length === 0 ? '' : optionsTable(page.options)),
      section('Options of every command', optionsTable(program.options)),
      section('Examples', page.examples.map(exampleHtml).join('\n')),
      section(
        'JSON',
        schema === undefined
          ? ''
          : `<p><a href="${relativeLink(output, schema)}">The schema</a> of what <code>--json</code> prints.</p>`,
      ),
      section(
        'Exit codes',
        table(
          ['code', ''],
          Object.entries(EXIT_CODES).map((cells) => cells.map(escapeHtml)),
        ),
      ),
    ].join('\n');
    return { output, title: words, page: 'command line', summary: page.description, html, isCommand: true };
  });
}

const outputOf = ({ path }) => `commands/${path.length === 0 ? 'index' : path.join('-')}.html`;

function synopsis({ arguments: values, commands }) {
  const shown = values.map(({ name, required, repeated }) => {
    const word = `${name}${repeated ? '...' : ''}`;
    return required ? `<${word}>` : `[${word}]`;
  });
  return ['[options]', ...(commands.length > 0 ? ['<command>'] : []), ...shown].join(' ');
}

const commandsTable = ({ commands }, output) =>
  table(
    ['command', ''],
    commands.map((each) => [
      `<a href="${relativeLink(output, outputOf(each))}">${code(each.path.join(' '))}</a>`,
      inWords(each.description),
    ]),
  );

const optionsTable = (options) =>
  table(
    ['option', ''],
    options.map(({ flags, value, description }) => {
      const word = value === undefined ? '' : `${value.name}${value.repeated ? '...' : ''}`;
      const shown = word === '' ? '' : value.required ? ` <${word}>` : `[=${word}]`;
      return [
        code(`${flags.join(', ')}${shown}`),
        valueText({ description, choices: value?.choices ?? [], name: word }),
      ];
    }),
  );

function valueText({ description, choices, name }) {
  const listed = choices.length > 0 && !choices.every((choice) => `${description} ${name}`.includes(choice));
  return inWords(description) + (listed ? `. One of ${choices.map(code).join(', ')}` : '');
}

const exampleHtml = ({ what, args }) => `<p>${inWords(what)}:</p>\n${codeBlock(`discwright ${args}`, 'bash')}`;

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
