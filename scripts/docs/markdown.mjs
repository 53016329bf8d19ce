// Markdown to HTML: headings with the anchors that code hosts give them, links to pages of the site, coloured code.
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import csharp from 'highlight.js/lib/languages/csharp';
import json from 'highlight.js/lib/languages/json';
import powershell from 'highlight.js/lib/languages/powershell';
import typescript from 'highlight.js/lib/languages/typescript';
import vbscript from 'highlight.js/lib/languages/vbscript';
import { Marked } from 'marked';
import { anchorTo, escapeHtml, inlineCode, slugger, textOfHtml } from './html.mjs';

const LANGUAGES = { bash, c, csharp, json, powershell, typescript, vbscript };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
/** A table of more columns than this is wider than its page: it scrolls, and its first column stays. */
const MANY_COLUMNS = 6;
const ALIASES = { js: 'typescript', mjs: 'typescript', ts: 'typescript', sh: 'bash', vb: 'vbscript', cs: 'csharp' };

/** Code in colours where the language is known. */
export function codeBlock(text, language = '') {
  const name = ALIASES[language] ?? language;
  const html = hljs.getLanguage(name) ? hljs.highlight(text, { language: name }).value : escapeHtml(text);
  return `<pre><code>${html}</code></pre>`;
}

/**
 * @param linkOf makes the address in the site of the address of a link
 * @returns `title`: the first heading; `lead`: the first paragraph as text; `headings`: for the table of contents; `html`
 */
export function renderMarkdown(text, linkOf) {
  const anchor = slugger();
  const headings = [];
  let lead;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const title = textOfHtml(html);
        const id = anchor(title);
        headings.push({ id, title, depth });
        return `<h${depth} id="${id}">${html}${depth === 1 ? '' : anchorTo(id)}</h${depth}>\n`;
      },
      paragraph({ tokens }) {
        const html = this.parser.parseInline(tokens);
        lead ??= textOfHtml(html);
        return `<p>${html}</p>\n`;
      },
      codespan: ({ text: source }) => inlineCode(source),
      code({ text: source, lang }) {
        return `${codeBlock(source, lang)}\n`;
      },
      table(token) {
        const row = (cells, tag) =>
          `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells, 'td')).join('\n');
        const many = token.header.length > MANY_COLUMNS ? ' many" tabindex="0' : '';
        return `<div class="wide${many}"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escapeHtml(linkOf(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text: words }) {
        return `<img src="${escapeHtml(linkOf(href))}" alt="${escapeHtml(words)}">`;
      },
    },
  });
  const html = marked.parse(text);
  return { title: headings[0]?.title, lead: lead ?? '', headings, html };
}
