/**
 * Takes fenced and inline code out of Markdown (CommonMark's rule for fences: closed by the same character, at least
 * as many of them, and nothing else on the line).
 */
export function splitMarkdown(text: string): {prose: string; isFenceBalanced: boolean} {
  if (!text.includes('`') && !text.includes('~~~')) return {prose: text, isFenceBalanced: true};
  const proseLines: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const [, marker = '', info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== '') {
      if (marker.startsWith(fence) && info.trim() === '') fence = '';
    } else if (marker !== '' && !(marker.startsWith('`') && info.includes('`'))) {
      fence = marker;
    } else {
      proseLines.push(line.replace(/`[^`]*`/g, ' '));
    }
  }
  return {prose: proseLines.join('\n'), isFenceBalanced: fence === ''};
}
