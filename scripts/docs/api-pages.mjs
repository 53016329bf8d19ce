// The reference of the programming interface: one page for each export of each entry point, and a list for each.
import { addressOfName, membersOf, titleOfMember } from './api-model.mjs';
import { declarationHtml } from './declaration.mjs';
import { docHtml, docInline, docText, linkNames } from './docstring.mjs';
import { relativeLink } from './documents.mjs';
import { anchorTo, code, escapeHtml, firstSentence, section, table } from './html.mjs';
import { signatureHtml } from './signature.mjs';

const KINDS = {
  Function: 'Functions',
  Class: 'Classes',
  Interface: 'Interfaces',
  TypeAlias: 'Types',
  Variable: 'Constants',
};
const WORDS = { Function: 'function', Class: 'class', Interface: 'interface', TypeAlias: 'type', Variable: 'constant' };

/** Lines of a constant's type from which on it is shown only when asked for. */
const LONG_TYPE = 8;

/**
 * @param entries of `readApi`
 * @param mentions finds pages about a name: `(specifier, name) => [{ title, output }]`
 */
export function apiPages(entries, mentions) {
  return entries.flatMap((entry) => {
    const pages = [...entry.exported].map(([name, items]) => exportPage({ name, items, entry, entries, mentions }));
    const list = listPage(entry, pages);
    return [list, ...pages, ...(entry.unexported.size === 0 ? [] : [unexportedPage(entry, entries)])].map((page) => ({
      ...page,
      under: list.output,
    }));
  });
}

/** What resolves references and names to addresses, from one page. */
function linksFrom(output, entry, entries) {
  const relative = (address) => (address === undefined ? undefined : relativeLink(output, address));
  return {
    toReference: (reference) => relative(entry.references.get(reference)),
    toName: (name) => {
      const address = addressOfName(name, entry, entries);
      return address === output ? undefined : relative(address);
    },
  };
}

function exportPage({ name, items, entry, entries, mentions }) {
  const output = entry.outputs.get(name);
  const links = linksFrom(output, entry, entries);
  const kind = [...new Set(items.map((item) => WORDS[item.kind]))].join(' and ');
  const typeOnly = items.every(({ kind: each }) => each === 'Interface' || each === 'TypeAlias');
  const statement = `import ${typeOnly ? 'type ' : ''}{ ${name} } from '${entry.specifier}';`;
  const about = mentions(entry.specifier, name).map(
    ({ title, output: target }) => `<li><a href="${relativeLink(output, target)}">${escapeHtml(title)}</a></li>`,
  );
  const html = [
    `<h1>${escapeHtml(name)}</h1>`,
    `<p class="kind">${kind} of <code>${entry.specifier}</code></p>`,
    `<pre><code>${escapeHtml(statement)}</code></pre>`,
    ...items.map((item) => itemHtml(item, links, items.length > 1)),
    declarationHtml(entry.values[name]),
    section('Examples and guides', about.length === 0 ? '' : `<ul>${about.join('')}</ul>`),
  ].join('\n');
  const above = [{ title: entry.specifier, output: listOf(entry) }];
  const summary = firstSentence(summaryOf(items));
  return { output, title: name, page: entry.specifier, summary, html, above, kind: items[0].kind, isExport: true };
}

const summaryOf = (items) =>
  items.map((item) => docText(item.tsdocComment?.summarySection)).find((text) => text !== '') ?? '';

const listOf = (entry) => `api/${entry.name}/index.html`;

function listPage(entry, pages) {
  const output = listOf(entry);
  const sections = Object.entries(KINDS).map(([kind, title]) =>
    section(
      title,
      table(
        ['name', ''],
        pages
          .filter((page) => page.kind === kind)
          .map(({ title: name, output: target, summary }) => [
            `<a href="${relativeLink(output, target)}">${code(name)}</a>`,
            escapeHtml(summary),
          ]),
      ),
    ),
  );
  const rest =
    entry.unexported.size === 0 ? '' : `<p><a href="_unexported.html">Types without an export</a> that these use.</p>`;
  const html = `<h1>${entry.specifier}</h1>\n<p>${pages.length} exports. <code>import { … } from '${entry.specifier}';</code></p>\n${sections.join('')}${rest}`;
  return { output, title: entry.specifier, summary: `All exports of ${entry.specifier}.`, html };
}

/** Their shapes are public, since exports use them, but a program cannot name them. */
function unexportedPage(entry, entries) {
  const output = entry.unexportedOutput;
  const links = linksFrom(output, entry, entries);
  const parts = [...entry.unexported].map(
    ([name, items]) =>
      `<h2 id="${name}">${escapeHtml(name)}${anchorTo(name)}</h2>\n${items.map((item) => itemHtml(item, links, true, true)).join('\n')}`,
  );
  const title = `Types without an export in ${entry.specifier}`;
  const html = `<h1>${title}</h1>\n<p>Exports use these types. They cannot be imported by name from here.</p>\n${parts.join('\n')}`;
  return { output, title, summary: '', html, above: [{ title: entry.specifier, output: listOf(entry) }] };
}

function itemHtml(item, links, signatureFirst, brief = false) {
  const signature = `<pre class="signature"><code>${signatureHtml(item.excerptTokens, links.toReference)}</code></pre>`;
  const long = item.kind === 'Variable' && signature.split('\n').length > LONG_TYPE;
  const own = long ? `<details><summary>Its type</summary>${signature}</details>` : signature;
  const text = commentHtml(item, links);
  return [
    ...(signatureFirst ? [own, text] : [text, own]),
    detailsHtml(item, links),
    membersHtml(item, links, brief),
  ].join('\n');
}

function commentHtml({ tsdocComment: comment }, { toName }) {
  if (comment === undefined) return '';
  const deprecated = docInline(comment.deprecatedBlock?.content, toName);
  return [
    deprecated === '' ? '' : `<p><strong>Deprecated.</strong> ${deprecated}</p>`,
    docHtml(comment.summarySection, toName),
    docHtml(comment.remarksBlock?.content, toName),
  ].join('');
}

/** Parameters, result, errors and examples of a docstring. */
function detailsHtml(item, { toName, toReference }) {
  const comment = item.tsdocComment;
  const parameters = (item.parameters ?? []).map(({ name, isOptional, parameterTypeExcerpt, tsdocParamBlock }) => [
    code(`${name}${isOptional ? '?' : ''}`),
    `<code>${signatureHtml(parameterTypeExcerpt.spannedTokens, toReference)}</code>`,
    docInline(tsdocParamBlock?.content, toName),
  ]);
  const blocks = comment?.customBlocks ?? [];
  const named = (tag) => blocks.filter(({ blockTag }) => blockTag.tagNameWithUpperCase === tag);
  const throws = named('@THROWS').map(({ content }) => linkNames(docInline(content, toName), toName));
  const examples = named('@EXAMPLE').map(({ content }) => docHtml(content, toName));
  const returns = docInline(comment?.returnsBlock?.content, toName);
  const see = (comment?.seeBlocks ?? []).map(({ content }) => docInline(content, toName));
  return [
    table(['parameter', 'type', ''], parameters),
    returns === '' ? '' : `<p><strong>Returns</strong> ${returns}</p>`,
    ...throws.map((text) => `<p><strong>Throws</strong> ${text}</p>`),
    ...see.map((text) => `<p><strong>See</strong> ${text}</p>`),
    ...examples.map((text) => `<p><strong>Example</strong></p>${text}`),
  ].join('');
}

function membersHtml(item, links, brief) {
  const members = membersOf(item);
  const isProperty = ({ member }) => member.kind === 'Property' || member.kind === 'PropertySignature';
  const properties = members
    .filter(isProperty)
    .map(({ member, id }) => [
      `<code${brief ? '' : ` id="${id}"`}>${escapeHtml(`${member.isStatic ? 'static ' : ''}${member.displayName}${member.isOptional ? '?' : ''}`)}</code>`,
      `<code>${signatureHtml(member.propertyTypeExcerpt.spannedTokens, links.toReference)}</code>`,
      propertyText(member, links),
    ]);
  const rest = members
    .filter((each) => !isProperty(each))
    .map(({ member, id }) => {
      const title = titleOfMember(member);
      const head = brief ? '' : `<h3 id="${id}">${escapeHtml(title)}${anchorTo(id)}</h3>\n`;
      return `${head}${itemHtml(member, links, true, brief)}`;
    });
  if (brief) return table(['property', 'type', ''], properties) + rest.join('');
  return [
    section('Properties', table(['property', 'type', ''], properties), 'properties-'),
    section('Methods', rest.join('\n'), 'methods-'),
  ].join('');
}

function propertyText(member, { toName }) {
  const comment = member.tsdocComment;
  const throws = (comment?.customBlocks ?? [])
    .filter(({ blockTag }) => blockTag.tagNameWithUpperCase === '@THROWS')
    .map(({ content }) => `Throws ${linkNames(docInline(content, toName), toName)}`);
  return [docInline(comment?.summarySection, toName), ...throws].filter((each) => each !== '').join('<br>');
}
