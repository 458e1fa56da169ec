import {readdir, readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {parseRoadmapFiles} from '../domain/roadmaps/parse.ts';
import {formatProblem} from '../domain/roadmaps/problem.ts';
import type {Roadmap} from '../domain/roadmaps/roadmap.ts';

/** More faults than this help nobody. */
const MAX_PROBLEMS_SHOWN = 50;

/**
 * Reads roadmap files.
 *
 * @throws Error that names every fault of every file (file, line, field); nothing is returned then
 */
export async function readRoadmapFiles(files: readonly string[]): Promise<Roadmap[]> {
  const texts = await Promise.all(
    files.map(async fileName => {
      const text = await readFile(fileName, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new Error(
          error.code === 'ENOENT'
            ? `There is no file ${fileName}.`
            : `${fileName} cannot be read: ${error.message}`,
        );
      });
      return {fileName, text};
    }),
  );
  const parsed = parseRoadmapFiles(texts);
  const problems = parsed.problems.map(formatProblem);
  if (problems.length === 0) return parsed.roadmaps;
  const rest = problems.length - MAX_PROBLEMS_SHOWN;
  throw new Error(
    `Nothing was imported: ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'} to mend.\n` +
      problems
        .slice(0, MAX_PROBLEMS_SHOWN)
        .map(line => `  ${line}\n`)
        .join('') +
      (rest > 0 ? `  … and ${rest} more\n` : '') +
      'The format is described in docs/roadmap-format.md.',
  );
}

/** The starter roadmaps that come with Preheat. */
export async function starterRoadmaps(): Promise<Roadmap[]> {
  const folder = new URL('../dev/roadmaps/', import.meta.url);
  const names = (await readdir(folder)).filter(name => name.endsWith('.yaml')).toSorted();
  return readRoadmapFiles(names.map(name => fileURLToPath(new URL(name, folder))));
}
