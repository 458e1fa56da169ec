import type {Search} from '../../domain/find.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';

/** Something that was found, with what a link to it needs. */
export type Hit = {
  kind: 'roadmap' | 'step' | 'lesson' | 'run';
  title: string;
  /** What it is part of, or how it stands, in words. */
  belongsTo: string;
  roadmapKey: string | null;
  stepTitle: string | null;
  lessonNumber: number | null;
  style: Style | null;
  cellId: number | null;
  lessonId: LessonId | null;
  runId: number | null;
};

const NONE = {
  roadmapKey: null,
  stepTitle: null,
  lessonNumber: null,
  style: null,
  cellId: null,
  lessonId: null,
  runId: null,
};

type Limited = {search: Search; limit: number};

/** Roadmaps whose title has the words, or whose key begins with the text; archived ones last. */
export async function findRoadmaps(db: Db, {search, limit}: Limited): Promise<Hit[]> {
  const rows = await db<Pick<Hit, 'title' | 'belongsTo' | 'roadmapKey'>[]>`
    select r.title, r.roadmap_key, case when r.archived_at is null then r.category else 'archived' end as belongs_to
    from preheat.roadmap r
    where ${hasWords(db, db`r.title`, search.words)} or starts_with(r.roadmap_key, ${search.text})
    order by r.archived_at is not null, ${nearness(db, db`r.title`, search.text)}, r.roadmap_id limit ${limit}
  `;
  return rows.map(row => ({...NONE, kind: 'roadmap', ...row}));
}

/** Steps whose title has the words, each title once, in the first roadmap that has it. */
export async function findSteps(db: Db, {search, limit}: Limited): Promise<Hit[]> {
  const rows = await db<Pick<Hit, 'title' | 'belongsTo' | 'roadmapKey'>[]>`
    select s.title, r.roadmap_key,
      r.title || case when s.roadmap_count > 1 then ' and ' || s.roadmap_count - 1 || ' more' else '' end as belongs_to
    from (${stepsWith(db, {words: search.words, text: search.text, limit})}) s
    join preheat.roadmap r using (roadmap_id)
    order by ${nearness(db, db`s.title`, search.text)}
  `;
  return rows.map(row => ({...NONE, kind: 'step', ...row, stepTitle: row.title}));
}

/** Of so many steps the lessons are looked at: of one letter there are thousands. */
const STEPS_LOOKED_AT = 50;

/**
 * The lesson of an id, in whatever state; then live lessons of steps whose title has the words. Their own titles are not
 * looked through: they are in the application's table, where no index may be made.
 */
export async function findLessons(db: Db, {search, limit}: Limited): Promise<Hit[]> {
  const {words, text, part, lessonId} = search;
  const named = lessonId === null ? [] : await lessonOf(db, lessonId);
  const parts = [
    ...(part === null ? [] : [{...part, ofStep: part.words.join(' ')}]),
    {words, ofStep: text, lessonNumber: null, style: null},
  ];
  const found: LessonHit[] = [...named];
  for (const {words: wordsOfStep, ofStep, lessonNumber, style} of parts) {
    const rows = await db<LessonHit[]>`
      select ${lessonColumns(db)}
      from (
        select s.title, row_number() over (order by ${nearness(db, db`s.title`, ofStep)}) as place
        from (${stepsWith(db, {words: wordsOfStep, text: ofStep, limit: STEPS_LOOKED_AT})}) s
      ) s
      join preheat.cell c on c.step_title = s.title and c.archived_at is null
        ${lessonNumber === null ? db`` : db`and c.lesson_number = ${lessonNumber}`}
        ${style === null ? db`` : db`and c.style = ${style}`}
      cross join lateral (
        select v.lesson_id, v.state from preheat.lesson_version v
        where v.cell_id = c.cell_id and v.state = 'live' order by v.variant = 'plain' desc limit 1
      ) v
      join lessons_lessoncontent l on l.id = v.lesson_id
      order by s.place, c.lesson_number, array_position(array['hands_on', 'video', 'reading', 'mixed'], c.style)
      limit ${limit}
    `;
    found.push(...rows);
  }
  const ids = found.map(hit => hit.lessonId);
  return found
    .filter((hit, index) => ids.indexOf(hit.lessonId) === index)
    .slice(0, limit)
    .map(hit => ({...NONE, kind: 'lesson', ...hit}));
}

type LessonHit = Omit<Hit, 'kind' | 'lessonId' | 'roadmapKey' | 'runId'> & {lessonId: LessonId};

/** Of rows named `l`, `v` and `c`. */
function lessonColumns(db: Db) {
  return db`
    l.id as lesson_id, l.title, c.cell_id, c.step_title, c.lesson_number, c.style,
    coalesce(
      c.step_title || ' · lesson ' || c.lesson_number || ' · ' || c.style
        || case when v.state = 'live' then '' else ' · ' || v.state end,
      l.roadmap_step_title || ' · of no roadmap'
    ) as belongs_to
  `;
}

async function lessonOf(db: Db, id: string): Promise<LessonHit[]> {
  return db<LessonHit[]>`
    select ${lessonColumns(db)}
    from lessons_lessoncontent l
    left join preheat.lesson_version v on v.lesson_id = l.id
    left join preheat.cell c on c.cell_id = v.cell_id
    where l.id = preheat.lesson_id_of(${id})
  `;
}

/** Of so many of the newest runs the words are looked through: each lesson that a learner misses is a run. */
const RUNS_LOOKED_AT = 1_000;

/** The run of a number; else runs whose kind, state or model begin with the words, the newest first. */
export async function findRuns(db: Db, {search, limit}: Limited): Promise<Hit[]> {
  const {words, runId} = search;
  const rows = await db<{runId: number; belongsTo: string}[]>`
    select r.run_id, r.kind || ' · ' || r.state || ' · ' || r.model as belongs_to
    from (select * from preheat.run order by run_id desc ${runId === null ? db`limit ${RUNS_LOOKED_AT}` : db``}) r
    where ${
      runId === null
        ? hasWords(db, db`'run ' || r.kind || ' ' || r.state || ' ' || r.model`, words)
        : db`r.run_id = ${runId}`
    }
    order by r.run_id desc limit ${limit}
  `;
  return rows.map(row => ({...NONE, kind: 'run', title: `Run ${row.runId}`, ...row}));
}

type Fragment = ReturnType<Db>;

/** A condition: each word is the beginning of a word of the text. None where there are no words. */
function hasWords(db: Db, text: Fragment, words: readonly string[]) {
  // Quoted: what the parser takes for several words has to be there as they follow each other.
  const query = words.map(word => `'${word}':*`).join(' & ');
  return db`preheat.search_words(${text}) @@ to_tsquery('simple', ${query})`;
}

/** What somebody meant most likely: the title itself, one that begins so, a short one. */
function nearness(db: Db, title: Fragment, text: string) {
  return db`lower(${title}) = ${text} desc, starts_with(lower(${title}), ${text}) desc, char_length(${title}), ${title}`;
}

/** Of so many steps the nearest are shown: a word that all titles have would be sorted for seconds. */
const STEPS_MATCHED = 1_000;

/** The highest character there is: what follows a text and is below it begins with the text. */
const HIGHEST = '\u{10ffff}';

/**
 * Titles that begin with the text or have the words, the nearest first. Others than those that begin so are looked for only
 * where these are too few: they would come after them.
 */
function stepsWith(db: Db, {words, text, limit}: {words: readonly string[]; text: string; limit: number}) {
  return db`
    select s.title, min(s.roadmap_id) as roadmap_id, count(*) as roadmap_count
    from preheat.roadmap_step s
    where s.title in (
      with begins as materialized (
        -- Distinct: a thousand roadmaps may begin with the same step.
        select distinct on (lower(s.title) collate "C", s.title) s.title from preheat.roadmap_step s
        where ${words.length > 0} and lower(s.title) collate "C" >= ${text}
          and lower(s.title) collate "C" < ${`${text}${HIGHEST}`}
        order by lower(s.title) collate "C", s.title limit ${STEPS_MATCHED}
      )
      select title from begins
      union all
      (
        select s.title from preheat.roadmap_step s
        where (select count(*) from begins) < ${limit} and ${hasWords(db, db`s.title`, words)}
        limit ${STEPS_MATCHED}
      )
    )
    group by s.title order by ${nearness(db, db`s.title`, text)} limit ${limit}
  `;
}
