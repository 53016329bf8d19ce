// Puts the pages of the site together and writes it.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readApi } from './api-model.mjs';
import { apiPages } from './api-pages.mjs';
import { commandPages } from './command-pages.mjs';
import { documentPages, relativeLink } from './documents.mjs';
import { escapeHtml, textOfHtml } from './html.mjs';
import { schemaPages } from './schema-pages.mjs';
import { pageHtml } from './template.mjs';

const HERE = import.meta.dirname;
const { kinds } = JSON.parse(readFileSync(join(HERE, 'navigation.json'), 'utf8'));
const REFERENCE = kinds.findIndex(({ folder }) => folder === 'reference');

/**
 * @param folder where to; what is there is replaced
 * @returns how many pages of each sort there are
 */
export async function writeSite(root, folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { pages: documents, examples, files } = documentPages(root, kinds);
  const schemas = schemaPages(root);
  // One schema may be that of several commands: it then names them.
  const schemaOf = (words) =>
    (
      schemas.find(({ schema }) => schema === words.join('-')) ??
      schemas.find(({ summary }) => words.length > 0 && summary.includes(`\`${words.join(' ')}\``))
    )?.output;
  const commands = await commandPages(join(root, 'build'), version, schemaOf);
  const entries = await readApi(root);
  const api = apiPages(entries, mentionsIn(documents, examples));

  const generated = [
    { ...commands[0], title: 'Commands' },
    ...api
      .filter(({ output }) => output.endsWith('/index.html'))
      .map((page) => ({ ...page, title: `API: ${page.title}` })),
    schemas[0],
    documents.find(({ output }) => output === 'examples/index.html'),
  ];
  const groups = kinds.map((kind, index) => {
    const own = documents.filter((page) => page.kind === index).sort(byOrder);
    return { ...kind, output: `${kind.folder}/index.html`, links: [...own, ...(index === REFERENCE ? generated : [])] };
  });
  const shown = groups.filter(({ links }) => links.length > 0).map(withPage);
  const lists = shown.map(kindPage).filter((page) => page !== undefined);
  const pages = [...documents, ...commands, ...schemas, ...api, ...lists].map((page) =>
    page.output === 'index.html' ? { ...page, html: page.html + startLists(shown) } : page,
  );

  rmSync(folder, { recursive: true, force: true });
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const page of pages) {
    const headings = page.headings ?? headingsOf(page.html);
    write(page.output, pageHtml({ ...page, headings }, shown, version));
  }
  for (const name of ['style.css', 'theme.js', 'site.js']) write(`assets/${name}`, readFileSync(join(HERE, name)));
  write(
    'assets/minisearch.js',
    readFileSync(join(root, 'node_modules/minisearch/dist/umd/index.js'))
      .toString()
      .replace(/^\/\/# sourceMappingURL=.*$/m, ''),
  );
  write('assets/search-index.js', `globalThis.searchDocuments=${JSON.stringify(searchDocuments(pages))};`);
  for (const [output, source] of files) {
    mkdirSync(dirname(join(folder, output)), { recursive: true });
    copyFileSync(source, join(folder, output));
  }
  return { entries, pages: pages.length, api, commands: commands.length };
}

const byOrder = (one, other) => one.order - other.order || one.title.localeCompare(other.title, 'en');

/** A kind with only one page is that page. */
const withPage = (group) => (group.links.length === 1 ? { ...group, output: group.links[0].output } : group);

function kindPage({ name, output, about, links }) {
  if (links.length === 1) return undefined;
  const html = `<h1>${escapeHtml(name)}</h1>\n<p>${escapeHtml(about)}</p>\n${linkList(links, output)}`;
  return { output, title: name, summary: about, headings: [], html };
}

const linkList = (links, from) =>
  `<ul class="pages">${links
    .map(
      ({ title, output, summary }) =>
        `<li><a href="${relativeLink(from, output)}">${escapeHtml(title)}</a><br>${escapeHtml(summary ?? '')}</li>`,
    )
    .join('\n')}</ul>`;

const startLists = (groups) =>
  groups
    .map(
      ({ name, about, links }) =>
        `<h2>${escapeHtml(name)}</h2>\n<p>${escapeHtml(about)}</p>\n${linkList(links, 'index.html')}`,
    )
    .join('\n');

const headingsOf = (html) =>
  [...html.matchAll(/<h([23]) id="([^"]*)">(.*?)(?: <a class="anchor"[^>]*>#<\/a>)?<\/h\1>/g)].map(
    ([, depth, id, title]) => ({
      id,
      title: textOfHtml(title),
      depth: Number(depth),
    }),
  );

/** Finds examples that import a name, and documents that have it in code. */
function mentionsIn(documents, examples) {
  const guides = documents
    .filter(({ kind, source }) => kind !== undefined && source.startsWith('docs/') && source !== 'docs/architecture.md')
    .map(({ title, output, html }) => {
      const spans = [...html.matchAll(/<code>([\s\S]*?)<\/code>/g)].map(([, text]) => textOfHtml(text)).join('\n');
      return { title, output, words: new Set(spans.match(/[A-Za-z_]\w{4,}/g)) };
    });
  return (specifier, name) => [
    ...examples.filter(({ imports }) => imports.includes(`${specifier} ${name}`)),
    ...guides.filter(({ words }) => /[a-z][A-Z]|^[A-Z]/.test(name) && words.has(name)),
  ];
}

/** Documents by section; of the reference, what each page is about. */
function searchDocuments(pages) {
  return pages.flatMap((page) => {
    const { output, title, html } = page;
    if (page.source === undefined || page.example)
      return [{ id: output, title, page: page.page ?? '', text: aboutOf(page) }];
    const [first, ...parts] = html.replace(/<h1.*?<\/h1>/, '').split(/(?=<h[23] id=)/);
    return [
      { id: output, title, page: '', text: textOfHtml(first) },
      ...parts.map((part) => {
        const [head, id, heading] = /<h\d id="([^"]*)">(.*?)<\/h\d>/.exec(part);
        const text = textOfHtml(part.replace(head, ''));
        return { id: `${output}#${id}`, title: textOfHtml(heading).replace(/ #$/, ''), page: title, text };
      }),
    ];
  });
}

/** Of a command everything, of an export its summary and its members. */
function aboutOf({ html, summary, isCommand, isExport }) {
  if (isCommand) return textOfHtml(html.replace(/<h1.*?<\/h1>/, '').replace(/<h2 id="options-of-every.*/s, ''));
  const members = isExport ? [...html.matchAll(/<(?:h3|code) id="[^"]*">([\w$]+)/g)].map(([, name]) => name) : [];
  return [summary ?? '', ...members].join(' ');
}
