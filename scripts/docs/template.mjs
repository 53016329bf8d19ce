// The frame of every page: head, search, navigation, table of contents.
import { relativeLink } from './documents.mjs';
import { escapeHtml } from './html.mjs';

/**
 * @param page with `output`, `title`, `headings` and `html`
 * @param navigation groups `{ name, output, links: [{ title, output }] }`
 */
export function pageHtml(page, navigation, version) {
  const to = (output) => escapeHtml(relativeLink(page.output, output));
  const start = page.output === 'index.html';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(page.summary ?? '')}">
<title>${start ? 'discwright' : `${escapeHtml(page.title)} · discwright`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('assets/style.css')}">
<script src="${to('assets/theme.js')}"></script>
<script src="${to('assets/site.js')}" data-root="${to('index.html').replace(/index\.html$/, '')}" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="name" href="${to('index.html')}">discwright</a> <span class="version">${escapeHtml(version)}</span>
<div class="search" hidden>
<input type="search" placeholder="Search ( / )" aria-label="Search" autocomplete="off" spellcheck="false">
<ol class="results" hidden></ol>
</div>
<button type="button" class="theme" aria-label="Dark or light" hidden>◐</button>
</header>
<div class="columns">
<nav aria-label="Pages">
<details class="menu" open><summary>Contents</summary>
${navigation.map((group) => groupHtml(group, page, to)).join('\n')}
</details>
</nav>
<main id="content">
${breadcrumb(page, to)}${page.html}
</main>
${contents(page)}
</div>
</body>
</html>
`;
}

function groupHtml({ name, output, links }, page, to) {
  const items = links.map(({ title, output: target }) => {
    const here = target === page.output || (page.under ?? '') === target;
    return `<li><a href="${to(target)}"${here ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`;
  });
  return `<h2><a href="${to(output)}">${escapeHtml(name)}</a></h2>\n<ul>${items.join('')}</ul>`;
}

const breadcrumb = ({ above = [] }, to) =>
  above.length === 0
    ? ''
    : `<p class="above">${above.map(({ title, output }) => `<a href="${to(output)}">${escapeHtml(title)}</a>`).join(' / ')}</p>\n`;

function contents({ headings }) {
  const shown = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (shown.length < 2) return '<aside></aside>';
  const items = shown.map(
    ({ id, title, depth }) => `<li class="depth${depth}"><a href="#${id}">${escapeHtml(title)}</a></li>`,
  );
  return `<aside aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></aside>`;
}
