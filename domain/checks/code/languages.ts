import type {LessonRequest} from '../../lesson-request.ts';

/** The languages that can be parsed here. TypeScript and JSX are read as JavaScript. */
export type CodeLanguage = 'javascript' | 'json' | 'jsonc' | 'python' | 'sql';

const NAMES: Readonly<Record<CodeLanguage, string>> = {
  javascript: 'cjs cts ecmascript es6 javascript js jsx mjs mts node nodejs ts tsx typescript',
  json: 'json jsonl ndjson',
  jsonc: 'jsonc',
  python: 'ipython ipython3 py py3 pycon python python3',
  sql: 'bigquery mariadb mysql pgsql postgres postgresql psql sql sqlite sqlite3',
};

const BY_NAME: ReadonlyMap<string, CodeLanguage> = new Map(
  (Object.keys(NAMES) as CodeLanguage[]).flatMap(language =>
    NAMES[language].split(' ').map(name => [name, language] as const),
  ),
);

/** The language that a fence's info string or a field names: `python`, `js {1,3}`, `TypeScript (React)`. */
export function declaredLanguage(name: string): CodeLanguage | null {
  const [, word = ''] = /^[^a-z0-9]*(?:language-)?([a-z0-9]+)/i.exec(name) ?? [];
  return BY_NAME.get(word.toLowerCase()) ?? null;
}

/** Words of titles that tell a language, and a line that nothing else in such a lesson begins with. */
const SIGNS: readonly {language: CodeLanguage; title: RegExp; line: RegExp}[] = [
  {
    language: 'python',
    title: /\b(?:django|fastapi|flask|numpy|pandas|pytest|python|scikit-learn)\b/i,
    line: /^(?:(?:async )?def \w+\s*\(|class \w+\s*[(:]|from [\w.]+ import |import [\w.]+(?: as \w+)?\s*$|print\()/m,
  },
  {
    language: 'javascript',
    title: /\b(?:express|javascript|node(?:\.?js)?|react|typescript)\b/i,
    line: /^(?:(?:export |default |async )*function\b|(?:export )?(?:const|let|var) [\w{[]|import .+ from ['"]|console\.\w+\()/m,
  },
  {
    language: 'sql',
    title: /\b(?:mysql|postgres(?:ql)?|sql|sqlite)\b/i,
    line: /^(?:\s*--.*\n)*(?:\s*\n)?(?:select|with|insert into|update|delete from|create (?:table|view|index)|alter table)\b/i,
  },
];

/** Lines of a terminal, a notebook or a page: there the language is only a part of the matter. */
const MIXED =
  /^(?:\$ |#!|[!%<]|(?:apt|cat|cd|curl|docker|echo|export [A-Z_]+=|git|kubectl|mkdir|node|npm|npx|pip3?|python3?|sudo|touch|yarn) )/m;

/**
 * The language of code that comes without a name, where the titles speak of it and the code shows it. Null where
 * one of them does not, or two languages come into question.
 */
export function inferredLanguage(
  {stepTitle, roadmapTitle, category}: LessonRequest,
  code: string,
): CodeLanguage | null {
  if (MIXED.test(code)) return null;
  const titles = `${stepTitle} ${roadmapTitle} ${category}`;
  const found = SIGNS.filter(({title, line}) => title.test(titles) && line.test(code));
  return found.length === 1 ? (found[0]?.language ?? null) : null;
}
