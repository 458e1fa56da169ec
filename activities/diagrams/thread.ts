import {parentPort} from 'node:worker_threads';
import {loadMermaid} from './load-mermaid.ts';
import {describeProblem} from './describe-problem.ts';
import type {Reading} from './start-thread.ts';

// What runs in the thread: gets code, answers with a reading.
const mermaid = await loadMermaid();

parentPort?.on('message', (code: string) => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void read(code).then(reading => parentPort?.postMessage(reading));
});

async function read(code: string): Promise<Reading> {
  try {
    const {diagramType} = await mermaid.parse(code);
    return {kind: 'parsed', mermaidType: diagramType};
  } catch (error) {
    return {kind: 'problem', problem: describeProblem(error, code)};
  }
}
