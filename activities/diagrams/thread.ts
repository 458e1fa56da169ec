import {parentPort} from 'node:worker_threads';
import {loadMermaid} from './load-mermaid.ts';
import {describeProblem} from './describe-problem.ts';
import type {Reading} from './start-thread.ts';

// What runs in the thread: gets the code of some diagrams, answers with a reading of each.
const parseDiagram = await loadMermaid();

parentPort?.on('message', (codes: readonly string[]) => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void readAll(codes).then(readings => parentPort?.postMessage(readings));
});

/** One after the other: Mermaid keeps the diagram that it reads in one place. */
async function readAll(codes: readonly string[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const code of codes) readings.push(await read(code));
  return readings;
}

async function read(code: string): Promise<Reading> {
  try {
    return {kind: 'parsed', mermaidType: await parseDiagram(code)};
  } catch (error) {
    return {kind: 'problem', problem: describeProblem(error, code)};
  }
}
