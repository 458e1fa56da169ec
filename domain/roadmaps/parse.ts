import type {Candidate} from './candidate.ts';
import {describeIssues, isRecord} from './candidate.ts';
import {findDuplicateIds, findDuplicateTitles} from './duplicates.ts';
import type {FoundRoadmap} from './duplicates.ts';
import type {Problem} from './problem.ts';
import type {YamlDocument} from './read-yaml.ts';
import {readYaml} from './read-yaml.ts';
import type {Roadmap} from './roadmap.ts';
import {roadmapListSchema, roadmapSchema} from './schema.ts';

export type ParsedRoadmaps = {
  /** Empty when there is any problem, so that nothing is imported by halves. */
  roadmaps: Roadmap[];
  problems: Problem[];
};

/** Reads the roadmaps of one file (docs/roadmap-format.md) and names all its problems at once. Never throws. */
export function parseRoadmapFile(text: string, fileName: string): ParsedRoadmaps {
  return parseRoadmapFiles([{text, fileName}]);
}

/** Reads the roadmaps of several files that are imported together: an id may come only once among them. */
export function parseRoadmapFiles(files: readonly {text: string; fileName: string}[]): ParsedRoadmaps {
  const results = files.map(({text, fileName}) => readFile(text, fileName));
  const found = results.flatMap(result => result.found);
  const fileOrder = new Map(files.map(({fileName}, index) => [fileName, index]));
  const problems = [...results.flatMap(result => result.problems), ...findDuplicateIds(found)].toSorted(
    (a, b) => (fileOrder.get(a.file) ?? 0) - (fileOrder.get(b.file) ?? 0) || a.line - b.line,
  );
  return {roadmaps: problems.length === 0 ? found.map(({roadmap}) => roadmap) : [], problems};
}

type FileResult = {found: FoundRoadmap[]; problems: Problem[]};

function readFile(text: string, file: string): FileResult {
  const {documents, problems} = readYaml(text, file);
  if (documents.length + problems.length === 0) {
    const message = 'holds no roadmap: add title: and steps:';
    return {found: [], problems: [{file, line: 1, field: 'file', message}]};
  }
  const listProblems = documents.flatMap(document => checkList(document, file));
  const results = documents.flatMap(document => listCandidates(document, file)).map(checkCandidate);
  return {
    found: results.flatMap(result => result.found),
    problems: [...problems, ...listProblems, ...results.flatMap(result => result.problems)],
  };
}

function checkCandidate(candidate: Candidate): FileResult {
  const problems = findDuplicateTitles(candidate);
  const parsed = roadmapSchema.safeParse(candidate.data);
  if (parsed.success) return {found: [{candidate, roadmap: parsed.data}], problems};
  return {found: [], problems: [...problems, ...describeIssues(parsed.error, candidate)]};
}

/** A document is one roadmap, or a list of them under `roadmaps:`. */
function listCandidates({data, locate}: YamlDocument, file: string): Candidate[] {
  if (!isList(data)) return [{data, file, path: [], locate}];
  if (!Array.isArray(data.roadmaps)) return [];
  return data.roadmaps.map((roadmap: unknown, index) => ({
    data: roadmap,
    file,
    path: ['roadmaps', index],
    locate,
  }));
}

function checkList({data, locate}: YamlDocument, file: string): Problem[] {
  if (!isList(data)) return [];
  const list = roadmapListSchema.safeParse(data);
  return list.success ? [] : describeIssues(list.error, {data, file, path: [], locate});
}

function isList(data: unknown): data is {roadmaps: unknown} {
  return isRecord(data) && 'roadmaps' in data;
}
