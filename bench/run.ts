import {cpus} from 'node:os';
import {benchCached, benchCrowd, benchPages} from './api.ts';
import {benchCap} from './cap.ts';
import {benchChecks} from './checks.ts';
import {benchConsole} from './console.ts';
import {benchEmptyNight} from './empty-night.ts';
import {benchMatrix} from './matrix.ts';
import {benchPaced} from './paced.ts';
import {benchPipeline} from './pipeline.ts';
import {benchPlan} from './plan.ts';
import {say} from './stack.ts';
import {benchQueue} from './queue.ts';
import {benchServing} from './serving.ts';
import {benchStart} from './start.ts';
import {benchUrgent} from './urgent.ts';
import {benchVotes} from './votes.ts';

const BENCHES: Record<string, () => Promise<void>> = {
  start: benchStart,
  pipeline: benchPipeline,
  plan: benchPlan,
  cap: benchCap,
  paced: benchPaced,
  urgent: benchUrgent,
  'empty-night': benchEmptyNight,
  checks: benchChecks,
  votes: benchVotes,
  serving: benchServing,
  queue: benchQueue,
  cached: benchCached,
  crowd: benchCrowd,
  pages: async () => {
    await benchPages();
    await benchMatrix();
  },
  console: benchConsole,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in BENCHES));
if (unknown.length > 0) {
  throw new Error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
}
say(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
process.exit();
