// The Markdown documents and the example programs of the repository as pages of the site.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { escapeHtml, firstSentence } from './html.mjs';
import { codeBlock, renderMarkdown } from './markdown.mjs';

/** Documents that are pages, besides all in docs/. The start page is docs/README.md. */
const AT_THE_ROOT = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const START = 'docs/README.md';

/**
 * @param kinds from navigation.json: which documents are of which kind, in which order
 * @returns `pages`, and `files`: what pages refer to that is no page, to be copied
 */
export function documentPages(root, kinds) {
  const documents = [...AT_THE_ROOT, ...markdownIn(root, 'docs'), ...markdownIn(root, 'examples')];
  const programs = readdirSync(join(root, 'examples'))
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => `examples/${name}`);
  const outputs = new Map([...documents, ...programs].map((source) => [source, outputOf(source)]));
  outputs.set('docs', 'index.html').set('examples', 'examples/index.html');
  const files = new Map();

  /** The address of what a document refers to, relative to that document's page. */
  const linker = (source) => (href) => {
    if (/^[a-z]+:/i.test(href) || href.startsWith('#')) return href;
    const [path, hash] = href.split('#');
    const target = posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, '');
    let output = outputs.get(target);
    if (output === undefined) {
      if (!existsSync(join(root, target))) throw new Error(`${source}: ${href} does not exist`);
      if (statSync(join(root, target)).isDirectory()) throw new Error(`${source}: ${href} is a folder without a page`);
      output = `files/${target}`;
      files.set(output, join(root, target));
    }
    return relativeLink(outputs.get(source), output) + (hash === undefined ? '' : `#${hash}`);
  };

  const pages = documents.map((source) => {
    const { title, lead, headings, html } = renderMarkdown(readFileSync(join(root, source), 'utf8'), linker(source));
    if (title === undefined) throw new Error(`${source}: has no heading`);
    const kind = source === START || source.startsWith('examples/') ? undefined : kindOf(source, kinds);
    return { source, output: outputs.get(source), title, summary: firstSentence(lead), headings, html, ...kind };
  });
  const examples = programs.map((source) => examplePage(root, source, outputs.get(source)));
  return { pages: [...pages, ...examples, ...indexOfExamples(documents, examples)], examples, files };
}

export const relativeLink = (from, to) => posix.relative(posix.dirname(from), to) || posix.basename(to);

function markdownIn(root, folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((name) => name.endsWith('.md'))
    .sort();
}

function outputOf(source) {
  if (source === START) return 'index.html';
  if (AT_THE_ROOT.includes(source)) return `project/${source.toLowerCase().replace(/md$/, 'html')}`;
  const page = source.replace(/^docs\//, '').replace(/README\.md$/, 'index.md');
  return page.endsWith('.mjs') ? `${page}.html` : page.replace(/md$/, 'html');
}

/** Exact names go before patterns, whatever the order of the kinds. */
function kindOf(source, kinds) {
  for (const matches of [
    (each) => each === source,
    (each) => each.endsWith('*') && source.startsWith(each.slice(0, -1)),
  ])
    for (const [index, { pages }] of kinds.entries()) {
      const order = pages.findIndex(matches);
      if (order >= 0) return { kind: index, order };
    }
  throw new Error(`${source}: no kind in scripts/docs/navigation.json`);
}

function examplePage(root, source, output) {
  const text = readFileSync(join(root, source), 'utf8');
  const summary = /^(?:\/\/ ?(.*))/.exec(text)?.[1] ?? '';
  const imports = [...text.matchAll(/import\s*\{([^}]*)\}\s*from '(discwright[^']*)'/g)].flatMap(([, names, from]) =>
    names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as .*/, ''),
      )
      .filter((name) => name !== '')
      .map((name) => `${from} ${name}`),
  );
  const title = posix.basename(source);
  const html = `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(summary)}</p>\n${codeBlock(text, 'ts')}`;
  return { source, output, title, summary, headings: [], html, imports, example: true };
}

function indexOfExamples(documents, examples) {
  if (documents.includes('examples/README.md')) return [];
  const rows = examples.map(
    ({ title, summary }) => `<li><a href="${title}.html">${escapeHtml(title)}</a><br>${escapeHtml(summary)}</li>`,
  );
  const html = `<h1>Examples</h1>\n<p>Programs that run unchanged, on a simulated drive or a real one. They are in the package.</p>\n<ul class="pages">${rows.join('\n')}</ul>`;
  return [
    { output: 'examples/index.html', title: 'Examples', summary: 'Programs that run unchanged.', headings: [], html },
  ];
}
