// Docstrings, as TSDoc has parsed them, to HTML.
import { DocNodeKind } from '@microsoft/tsdoc';
import { Marked } from 'marked';
import { codeBlock } from './markdown.mjs';

const marked = new Marked({
  renderer: { code: ({ text, lang }) => codeBlock(text, lang || 'ts') },
});

/**
 * @param node a section or a block of a docstring, or undefined
 * @param linkTo makes an address of a name such as `Drive` or `Drive.close`; undefined if there is none
 */
export function docHtml(node, linkTo) {
  return node === undefined ? '' : marked.parse(markdownOf(node, linkTo).trim());
}

/** The same without a paragraph around it, for cells of tables. */
export function docInline(node, linkTo) {
  if (node === undefined) return '';
  const text = markdownOf(node, linkTo).trim();
  return /\n\s*\n|^- /m.test(text) ? marked.parse(text) : marked.parseInline(text);
}

/** As text, for lists and the search. */
export const docText = (node) =>
  node === undefined
    ? ''
    : markdownOf(node, () => undefined)
        .replaceAll('&lt;', '<')
        .replace(/`/g, '')
        .replace(/\s+/g, ' ')
        .trim();

function markdownOf(node, linkTo) {
  const inner = () =>
    node
      .getChildNodes()
      .map((child) => markdownOf(child, linkTo))
      .join('');
  switch (node.kind) {
    case DocNodeKind.PlainText:
      return node.text.replaceAll('<', '&lt;');
    case DocNodeKind.SoftBreak:
      return '\n';
    case DocNodeKind.Paragraph:
      return `${inner()}\n\n`;
    case DocNodeKind.CodeSpan:
      return linkedCode(node.code, linkTo);
    case DocNodeKind.FencedCode:
      return `\n\`\`\`${node.language}\n${node.code}\`\`\`\n`;
    case DocNodeKind.LinkTag:
      return linkOf(node, linkTo);
    case DocNodeKind.EscapedText:
      return node.encodedText;
    case DocNodeKind.ErrorText:
      return node.text.replaceAll('<', '&lt;');
    case DocNodeKind.HtmlStartTag:
    case DocNodeKind.HtmlEndTag:
      return node.emitAsHtml().replaceAll('<', '&lt;');
    case DocNodeKind.BlockTag:
      return '';
    default:
      return inner();
  }
}

/** A code span that is a name of the API is a link. */
function linkedCode(text, linkTo) {
  const address = /^[A-Za-z_][\w.]*(?:\(\))?$/.test(text) ? linkTo(text.replace('()', '')) : undefined;
  return address === undefined ? `\`${text}\`` : `[\`${text}\`](${address})`;
}

function linkOf(node, linkTo) {
  if (node.urlDestination !== undefined) return `[${node.linkText ?? node.urlDestination}](${node.urlDestination})`;
  const name = (node.codeDestination?.memberReferences ?? [])
    .map((each) => each.memberIdentifier?.identifier ?? '')
    .join('.');
  const address = linkTo(name);
  const words = node.linkText ?? `\`${name}\``;
  return address === undefined ? words : `[${words}](${address})`;
}

/** Names of the API in plain text, such as those after `@throws`, as links. */
export const linkNames = (html, linkTo) =>
  html.replace(/(?<![\w>`/#.-])[A-Z]\w+Error\b(?![^<]*<\/(?:a|code)>)/g, (name) => {
    const address = linkTo(name);
    return address === undefined ? name : `<a href="${address}"><code>${name}</code></a>`;
  });
