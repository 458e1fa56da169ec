/** A fenced block that is closed again. */
export type Fence = {
  /** What stands behind the opening marker: `python`, `js title="app.js"`. */
  info: string;
  /** Without the indentation of the opening marker. */
  code: string;
  /** The line of text above it, which may say what is wrong with it; empty where there is none. */
  lead: string;
};

/**
 * Takes fenced and inline code out of Markdown (CommonMark's rule for fences: closed by the same character, at least
 * as many of them, and nothing else on the line). A fence that opens within an open one of its own kind tells that the
 * first was never closed.
 */
export function splitMarkdown(text: string): {prose: string; fences: Fence[]; isFenceBalanced: boolean} {
  if (!text.includes('`') && !text.includes('~~~')) return {prose: text, fences: [], isFenceBalanced: true};
  const proseLines: string[] = [];
  const fences: Fence[] = [];
  let isBroken = false;
  let open: {marker: string; info: string; indent: string; lines: string[]} | null = null;
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', marker = '', info = ''] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open !== null) {
      if (marker.startsWith(open.marker) && info.trim() === '') {
        fences.push({
          info: open.info,
          code: open.lines.join('\n'),
          lead: proseLines.findLast(one => one.trim() !== '') ?? '',
        });
        open = null;
      } else {
        if (marker === open.marker && /^[\w+#-]+$/.test(info.trim())) isBroken = true;
        open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
      }
    } else if (marker !== '' && !(marker.startsWith('`') && info.includes('`'))) {
      open = {marker, info: info.trim(), indent, lines: []};
    } else {
      proseLines.push(line.replace(INLINE_CODE, ' '));
    }
  }
  return {prose: proseLines.join('\n'), fences, isFenceBalanced: open === null && !isBroken};
}

/** Between two runs of equally many backticks. */
const INLINE_CODE = /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g;
