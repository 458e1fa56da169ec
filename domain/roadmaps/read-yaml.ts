import type {Document, ErrorCode} from 'yaml';
import {LineCounter, parseAllDocuments, visit} from 'yaml';
import type {Locate} from './locate.ts';
import {locateIn} from './locate.ts';
import type {Problem} from './problem.ts';

/** One document of a file: plain data, and the way back to its lines. */
export type YamlDocument = {data: unknown; locate: Locate};

/** Parses YAML, or JSON, which YAML contains. A document with a fault is left out and the fault named. */
export function readYaml(text: string, file: string): {documents: YamlDocument[]; problems: Problem[]} {
  const unreadable = findUnreadable(text, file);
  if (unreadable !== null) return {documents: [], problems: [unreadable]};

  const lineCounter = new LineCounter();
  // logLevel: keys that are no text are named by the schema, not by a warning of the process.
  const parsed = parseAllDocuments(text, {lineCounter, prettyErrors: false, logLevel: 'error'});
  const documents: YamlDocument[] = [];
  const problems: Problem[] = [];
  for (const document of parsed) {
    const faults = findFaults(document);
    if (faults.length === 0) documents.push({data: document.toJS(), locate: locateIn(document, lineCounter)});
    for (const {offset, message} of faults) {
      problems.push({file, line: lineCounter.linePos(offset).line, field: 'YAML', message});
    }
  }
  return {documents: documents.filter(({data}) => data !== null && data !== undefined), problems};
}

type Fault = {offset: number; message: string};

function findFaults(document: Document.Parsed): Fault[] {
  const faults = [...document.errors, ...document.warnings].map(({code, message, pos}) => ({
    offset: pos[0],
    message: `${message}. ${ADVICE[code] ?? 'Correct the YAML here'}`,
  }));
  visit(document, {
    // Without aliases a value has one line, and a small file cannot grow into a huge roadmap.
    Alias: (_key, {source, range}) => {
      faults.push({
        offset: range?.[0] ?? 0,
        message: `The alias *${source} is not supported. Write the value itself, or put text that starts with * in quotes`,
      });
    },
  });
  return faults;
}

const ADVICE: {[code in ErrorCode]?: string} = {
  BAD_ALIAS: 'Put text that starts with & or * in quotes',
  BAD_INDENT: 'Close the bracket or quote, and give the fields of one step the same indentation',
  BAD_SCALAR_START: 'Put text that starts with @ or ` in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that holds ": " in quotes',
  DUPLICATE_KEY: 'Remove one of the two',
  MISSING_CHAR: 'Add the missing bracket, comma, colon or quote',
  TAB_AS_INDENT: 'Indent with spaces',
  TAG_RESOLVE_FAILED: 'Put text that starts with ! in quotes',
};

/** Postgres cannot store NUL, and U+FFFD is what a decoder leaves of bytes that are no UTF-8. */
function findUnreadable(text: string, file: string): Problem | null {
  const offset = text.search(/[\0\uFFFD]/);
  if (offset < 0) return null;
  const what = text[offset] === '\0' ? 'a NUL character' : 'bytes that are no UTF-8';
  const line = text.slice(0, offset).split('\n').length;
  return {file, line, field: 'file', message: `holds ${what}: save it as UTF-8 text`};
}
