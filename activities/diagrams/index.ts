import pLimit from 'p-limit';
import type {DiagramSource} from '../../domain/checks/diagrams.ts';
import type {Finding} from '../../domain/findings.ts';
import {diagramKind} from './kinds.ts';
import {type ParserThread, type Reading, reasonOf, startThread} from './start-thread.ts';
import {unsafeParts} from './unsafe-parts.ts';

export type DiagramParser = {
  /**
   * What is wrong with each diagram, all as errors: it cannot be parsed, is of another type than it is said to be, or
   * holds what may do more than be looked at.
   *
   * @throws Error where the parser itself cannot be started
   */
  check(diagrams: readonly DiagramSource[]): Promise<Finding[]>;
  /** Ends the thread once the checks under way are done; the next check would start another. */
  close(): Promise<void>;
};

/** Usual diagrams take some milliseconds; Mermaid takes half a minute for a line of 40,000 spaces. */
const TIMEOUT_MS = 5_000;

/** Mermaid's own `maxTextSize`: it draws nothing of longer code. */
const MAX_CODE_CHARS = 50_000;

/**
 * Mermaid's own parser. It needs a browser's globals, so that it has a thread of its own: started with the first check,
 * used again, and given up where a diagram hangs or kills it. It never keeps a process alive.
 *
 * @param timeoutMs how long one diagram may take
 */
export function createDiagramParser({timeoutMs = TIMEOUT_MS}: {timeoutMs?: number} = {}): DiagramParser {
  // The diagrams of one lesson at a time: so they have all of their time.
  const oneAtATime = pLimit(1);
  let thread: ParserThread | null = null;

  async function livingThread(): Promise<ParserThread> {
    if (thread === null || thread.hasEnded()) thread = await startThread();
    return thread;
  }

  /** In one message: to pass them one by one takes as long as to read them. */
  async function read(codes: readonly string[]): Promise<Reading[]> {
    if (codes.length === 0) return [];
    const living = await livingThread();
    try {
      return await living.read(codes, timeoutMs);
    } catch (error) {
      if (codes.length === 1) return [problem(`the parser gave up on it (${reasonOf(error)})`)];
    }
    // One of them is to blame.
    const readings: Reading[] = [];
    for (const code of codes) readings.push(...(await read([code])));
    return readings;
  }

  async function findings(diagrams: readonly DiagramSource[]): Promise<Finding[]> {
    const readings = await read(diagrams.map(({code}) => code).filter(isReadable));
    return diagrams.flatMap(diagram =>
      findingsOf(diagram, isReadable(diagram.code) ? readings.shift()! : TOO_LONG),
    );
  }

  return {
    check: diagrams => oneAtATime(() => findings(diagrams)),
    close: () => oneAtATime(async () => thread?.end()),
  };
}

function isReadable(code: string): boolean {
  return code.length <= MAX_CODE_CHARS;
}

function problem(reason: string): Reading {
  return {kind: 'problem', problem: `: ${reason}`};
}

const TOO_LONG = problem(`it is longer than ${MAX_CODE_CHARS} characters`);

function findingsOf({path, type, code}: DiagramSource, reading: Reading): Finding[] {
  const kind = reading.kind === 'parsed' ? diagramKind(reading.mermaidType) : null;
  const messages = unsafeParts(code, kind).map(part => `${path} holds ${part}. Leave it out.`);
  if (reading.kind === 'problem') messages.push(`${path} does not parse as Mermaid${reading.problem}.`);
  if (kind !== null && type !== null && kind !== type) {
    messages.push(`${path} is said to be of type ${type}, but its code is of type ${kind}.`);
  }
  return messages.map(message => ({check: 'diagram', severity: 'error', message}));
}
