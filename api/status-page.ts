import type {RunProgress} from '../domain/runs.ts';
import type {PlanTotals} from '../sql/queries/cells.ts';
import {escapeHtml} from './http/escape-html.ts';

export type Status = {emulated: boolean; coverage: PlanTotals; runs: RunProgress[]};

/** A page that tells the coverage and the newest runs, without script: it reloads itself while a run is open. */
export function statusPage({emulated, coverage, runs}: Status): string {
  const unservedCount = coverage.unserved.reduce((total, part) => total + part.cellCount, 0);
  const servedCount = coverage.cellCount - unservedCount;
  const isBusy = runs.some(run => run.endedAt === null);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isBusy ? '<meta http-equiv="refresh" content="2">' : ''}
<title>Preheat: ${servedCount} of ${coverage.cellCount} cells served</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>Preheat</h1>
${emulated ? '<p class="notice">The Gemini emulator writes the lessons. They are marked, and are replaced once a key is there.</p>' : ''}
<p class="figure"><strong>${count(servedCount)}</strong> of ${count(coverage.cellCount)} cells are served</p>
<progress max="${Math.max(1, coverage.cellCount)}" value="${servedCount}" aria-label="Cells served"></progress>
${unservedTable(coverage)}
<h2>Runs</h2>
${runs.length === 0 ? '<p>There was no run yet. <code>npx preheat warm</code> starts one.</p>' : runTable(runs)}
</main>
</body>
</html>`;
}

function unservedTable({unserved}: PlanTotals): string {
  if (unserved.length === 0) return '';
  const rows = unserved.map(
    part =>
      `<tr><td>${escapeHtml(part.style)}</td><td>${escapeHtml(part.state)}</td><td class="n">${count(part.cellCount)}</td></tr>`,
  );
  return `<h2>Not served</h2><div class="wide"><table><thead><tr><th>Style</th><th>State</th><th class="n">Cells</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function runTable(runs: RunProgress[]): string {
  const rows = runs.map(
    run => `<tr><td class="n">${run.runId}</td><td>${escapeHtml(run.kind)}</td><td>${run.openedAt.toISOString().slice(0, 16).replace('T', ' ')}</td>
<td>${escapeHtml(run.state)}${run.cause ? ` (${escapeHtml(run.cause)})` : ''}${run.causeMessage ? `<br><small>${escapeHtml(run.causeMessage)}</small>` : ''}</td>
<td class="n">${count(run.wantedCount - run.pendingCount)} / ${count(run.wantedCount)}</td>
<td class="n">${count(run.quarantinedCount + run.failedCount)}</td><td class="n">${count(run.lessonsPerMinute)}</td>
<td class="n">$${run.spentUsd.toFixed(2)}</td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th class="n">Run</th><th>Kind</th><th>Opened (UTC)</th><th>State</th>
<th class="n">Done</th><th class="n">Not published</th><th class="n">Lessons/min</th><th class="n">Spent</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

const count = (value: number): string => value.toLocaleString('en-US');

/** The style sheets of this server's pages. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a4149); --soft: light-dark(#57606a, #9aa4af); --accent: light-dark(#0b6bcb, #58a6ff); }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #14181d); color: light-dark(#1c2126, #e6eaee); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
.notice { padding: .6rem .8rem; border-left: 4px solid light-dark(#b35900, #e3a341); background: light-dark(#fff4e5, #2b2418); }
.figure { font-size: 1.25rem; margin: 1rem 0 .25rem; } .figure strong { font-size: 2rem; }
progress { width: 100%; height: .75rem; accent-color: var(--accent); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; } small { color: var(--soft); white-space: normal; }
`;
