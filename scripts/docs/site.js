// Search, the choice of dark or light, and the menu on small screens. The pages can be read without this.
const root = document.currentScript.dataset.root;
const find = (selector) => document.querySelector(selector);

const theme = find('.theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  dataset.theme = dark ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', dataset.theme);
  } catch {
    // It lasts as long as the page.
  }
});

if (matchMedia('(max-width: 60rem)').matches) find('.menu').removeAttribute('open');
else find('nav [aria-current]')?.scrollIntoView({ block: 'nearest' });

const box = find('.search');
const input = find('.search input');
const results = find('.results');
box.hidden = false;

/** Scripts, not data that is fetched: browsers let a page that was opened as a file load only these. */
const load = (name) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${root}assets/${name}`;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${name} is missing`));
    document.head.append(script);
  });

let index;
function openIndex() {
  index ??= Promise.all([load('minisearch.js'), load('search-index.js')]).then(() => {
    const search = new MiniSearch({
      fields: ['title', 'page', 'text'],
      storeFields: ['title', 'page', 'text'],
      searchOptions: {
        boostDocument: (id) => (id.startsWith('project/') ? 0.4 : 1),
        boost: { title: 4, page: 2 },
        prefix: true,
        fuzzy: (term) => (term.length > 5 ? 0.2 : 0),
      },
      tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== ''),
    });
    search.addAll(globalThis.searchDocuments);
    return search;
  });
  return index;
}

const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

async function show() {
  const words = input.value.trim();
  if (words === '') {
    results.hidden = true;
    return;
  }
  const search = await openIndex();
  if (input.value.trim() !== words) return;
  const found = search.search(words, { combineWith: 'AND' }).slice(0, 12);
  results.replaceChildren(
    ...found.map(({ id, title, page, text }) => {
      const link = document.createElement('a');
      link.href = root + id;
      link.append(element('strong', title), element('small', page), element('span', text.slice(0, 110)));
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
    ...(found.length === 0 ? [element('li', 'Nothing found.')] : []),
  );
  results.hidden = false;
}

input.addEventListener('focus', () => void openIndex());
input.addEventListener('input', () => void show());
input.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') results.querySelector('a')?.click();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') results.hidden = true;
  if (event.key !== '/' || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  input.focus();
});
document.addEventListener('click', (event) => {
  if (!box.contains(event.target)) results.hidden = true;
});
