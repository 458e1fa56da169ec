import {createDiagramParser} from '../activities/diagrams/index.ts';
import {badDrafts, goodDrafts} from '../test/domain/checks/corpus/index.ts';
import {errorsOf} from '../test/domain/checks/corpus/judge.ts';
import {report, say} from './stack.ts';

type Count = {meant: number; byIt: number; byAny: number; falsePositives: number};

/** What the checks find in the corpus under test/: recall and false positives a check, and their time a draft. */
export async function benchChecks(): Promise<void> {
  const good = await goodDrafts();
  const bad = badDrafts();
  say(`\nChecks over ${bad.length} bad and ${good.length} good drafts`);
  const diagrams = createDiagramParser();
  const counts = new Map<string, Count>();
  const countOf = (check: string): Count => {
    const count = counts.get(check) ?? {meant: 0, byIt: 0, byAny: 0, falsePositives: 0};
    counts.set(check, count);
    return count;
  };
  for (const draft of bad) {
    const errors = await errorsOf(draft, diagrams);
    const count = countOf(draft.expectedCheck ?? draft.kind);
    count.meant += 1;
    if (errors.some(({check}) => check === draft.expectedCheck)) count.byIt += 1;
    if (errors.length > 0) count.byAny += 1;
  }
  const start = performance.now();
  let stoppedCount = 0;
  for (const draft of good) {
    const checks = new Set((await errorsOf(draft, diagrams)).map(({check}) => check));
    if (checks.size > 0) stoppedCount += 1;
    for (const check of checks) countOf(check).falsePositives += 1;
  }
  const msPerDraft = (performance.now() - start) / good.length;
  await diagrams.close();

  say(`  ${'check'.padEnd(22)} meant for it  stopped by it  stopped  false positives`);
  for (const [check, {meant, byIt, byAny, falsePositives}] of [...counts].toSorted(([a], [b]) =>
    a.localeCompare(b),
  )) {
    const figures = [String(meant).padStart(12), String(byIt).padStart(14), String(byAny).padStart(8)];
    say(`  ${check.padEnd(22)} ${figures.join(' ')} ${String(falsePositives).padStart(16)}`);
  }
  const stoppedBad = [...counts.values()].reduce((sum, {byAny}) => sum + byAny, 0);
  report('bad drafts stopped', `${stoppedBad} of ${bad.length}`, 'all');
  report('good drafts stopped', `${stoppedCount} of ${good.length}`, '<= 1 %');
  report('time of all checks a draft, siblings included', `${msPerDraft.toFixed(1)} ms`);
}
