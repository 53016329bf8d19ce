/**
 * What is wrong with how the page is laid out: text that leaves the window, its picture or its box, texts that lie on each other,
 * and letters that nobody can read. It runs in the page.
 * @param leastPx the least size of letters
 * @returns one line for each fault
 */
export function layoutFaults(leastPx) {
  const TOLERANCE_PX = 1.5;
  const root = document.documentElement;
  const width = root.clientWidth || innerWidth;
  const faults = [];
  const isSvg = root.namespaceURI === 'http://www.w3.org/2000/svg';
  if (!isSvg && root.scrollWidth > width + TOLERANCE_PX) {
    faults.push(`the page is ${root.scrollWidth} px wide in a window of ${width} px`);
  }

  const scrolls = (element) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX);
  const scroller = (element) => {
    for (let each = element; each !== null; each = each.parentElement) if (scrolls(each)) return each;
    return null;
  };
  const quoted = (text) => `'${text.length > 40 ? `${text.slice(0, 39)}…` : text}'`;

  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.data.trim();
    if (words === '' || element.closest('style, script, title, desc, head, template') !== null) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const picture = element.closest('svg');
    const scale = picture === null ? 1 : (element.getScreenCTM?.()?.a ?? 1);
    const px = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    if (px < leastPx) faults.push(`${quoted(words)} has letters of ${px.toFixed(1)} px`);
    for (const box of range.getClientRects()) if (box.width > 0) texts.push({ words, element, box, picture });
  }

  for (const { words, element, box, picture } of texts) {
    if (picture !== null) {
      const frame = picture.getBoundingClientRect();
      const inside =
        box.left >= frame.left - TOLERANCE_PX &&
        box.right <= frame.right + TOLERANCE_PX &&
        box.top >= frame.top - TOLERANCE_PX &&
        box.bottom <= frame.bottom + TOLERANCE_PX;
      if (!inside) faults.push(`${quoted(words)} leaves its picture`);
    } else if (scroller(element) === null && (box.right > width + TOLERANCE_PX || box.left < -TOLERANCE_PX)) {
      faults.push(`${quoted(words)} leaves the window`);
    }
  }

  const shapes = [...document.querySelectorAll('svg rect')].map((shape) => [shape, shape.getBoundingClientRect()]);
  for (const { words, element, box, picture } of texts) {
    if (picture === null) continue;
    // What comes later is drawn over what comes before.
    const above = shapes.find(
      ([shape, frame]) =>
        element.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_FOLLOWING &&
        Math.min(box.right, frame.right) - Math.max(box.left, frame.left) > TOLERANCE_PX &&
        Math.min(box.bottom, frame.bottom) - Math.max(box.top, frame.top) > TOLERANCE_PX,
    );
    if (above !== undefined) faults.push(`${quoted(words)} is covered`);
  }

  texts.sort((a, b) => a.box.top - b.box.top);
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      if (other.box.top >= one.box.bottom - TOLERANCE_PX) break;
      if (one.element === other.element || scroller(one.element) !== scroller(other.element)) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Lines of text may touch: their boxes are higher than their letters.
      const least = Math.min(one.box.height, other.box.height) / 3;
      if (across > TOLERANCE_PX && down > least) faults.push(`${quoted(one.words)} lies on ${quoted(other.words)}`);
    }
  }
  return faults;
}
