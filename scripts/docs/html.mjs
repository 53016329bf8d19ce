// Pieces of HTML that every page of the site is made of.

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const CHARACTERS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

export const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (character) => ESCAPES[character]);

/** The text of HTML: without elements, for the search. */
export const textOfHtml = (html) =>
  html
    .replace(/<\/?(?:a|code|em|strong|span)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => CHARACTERS[name])
    .replace(/\s+/g, ' ')
    .trim();

/** @param cells HTML; rows of which all are empty in a column lose that column */
export function table(heads, rows) {
  if (rows.length === 0) return '';
  const kept = heads.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ''));
  const line = (cells, tag) => `<tr>${kept.map((column) => `<${tag}>${cells[column]}</${tag}>`).join('')}</tr>`;
  const head = heads.every((each) => each === '') ? '' : `<thead>${line(heads, 'th')}</thead>`;
  const body = rows.map((row) => line(row, 'td')).join('\n');
  return `<div class="wide"><table class="stack">${head}<tbody>${body}</tbody></table></div>`;
}

export const code = (text) => `<code>${escapeHtml(text)}</code>`;

/** The longest word that must not be divided at its hyphens, in characters. */
const LONGEST_WHOLE = 20;

/** Code within a sentence: a short option such as `--no-c2` stays in one line. */
export const inlineCode = (text) =>
  `<code>${text
    .split(/( +)/)
    .map((word) =>
      word.includes('-') && word.length <= LONGEST_WHOLE
        ? `<span class="whole">${escapeHtml(word)}</span>`
        : escapeHtml(word),
    )
    .join('')}</code>`;

/** A section with a heading, or nothing if it is empty. */
export const section = (title, html, id = slugOf(title)) =>
  html === '' ? '' : `<h2 id="${id}">${escapeHtml(title)}${anchorTo(id)}</h2>\n${html}\n`;

/** What a reader clicks to have the address of a heading. */
export const anchorTo = (id) => ` <a class="anchor" href="#${id}" aria-label="Link to this heading">#</a>`;

/** The anchor of a heading, as code hosts make it. */
export const slugOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Makes anchors that are unique in their document: the second `x` becomes `x-1`. */
export function slugger() {
  const seen = new Map();
  return (title) => {
    const slug = slugOf(title);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}

/** The first sentence of a text, for lists. */
export const firstSentence = (text) => /^.*?(?<!\b(?:e\.g|i\.e|cf|vs))\.(?=\s|$)/s.exec(text)?.[0] ?? text;

/** A description of a command or a property as HTML, in which options and code between backticks stand out. */
export const inWords = (text) =>
  text
    .split(/(`[^`]+`|(?<![\w-])--[a-z][\w-]*(?:=-?\w+)?)/)
    .map((part, index) => (index % 2 === 0 ? escapeHtml(part) : inlineCode(part.replaceAll('`', ''))))
    .join('');
