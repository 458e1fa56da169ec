import type {Document, LineCounter} from 'yaml';
import {isMap, isNode, isScalar, isSeq} from 'yaml';

/** The line of a field. A field that is not there has the line of the nearest thing around it. */
export type Locate = (path: readonly PropertyKey[]) => number;

/** Finds lines in a parsed document, by the same paths that zod reports. */
export function locateIn(document: Document.Parsed, lineCounter: LineCounter): Locate {
  return path => {
    let node: unknown = document.contents;
    let offset = startOf(document.contents) ?? document.range[0];
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(item => isScalar(item.key) && item.key.source === key);
        if (pair === undefined) break;
        // The key, not the value: a list's value starts a line later.
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node) && typeof key === 'number') {
        node = node.items[key];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return lineCounter.linePos(offset).line;
  };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
