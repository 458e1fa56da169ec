import {parentPort, workerData} from 'node:worker_threads';
import {parseRoadmapFile} from '../../domain/roadmaps/parse.ts';

/** What the thread is given (`roadmap-reader.ts`); it answers with what is read, and ends. */
const {text, fileName} = workerData as {text: string; fileName: string};
// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(parseRoadmapFile(text, fileName));
