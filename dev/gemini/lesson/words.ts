import type {Facet} from './facets/index.ts';
import type {LessonSubject} from './subject.ts';

type FourWords = readonly [string, string, string, string];

// Words that say nothing of a subject, and those that a format would take for something else than text.
const EMPTY_WORDS = new Set(
  (
    'about after again also another answer anything around away back basic basics because become becomes before ' +
    'behind being both choose decide depending describe does done down each else enough every everything exactly ' +
    'fails false find first from gets give goes have help helps here instead into itself just keep know later less ' +
    'like look made make many more most much must need never nobody none null only other others over part parts ' +
    'people same several should show some somebody something step steps such take tell than that their them then ' +
    'there these they thing things this those through true under undefined until used useful using very want well ' +
    'what when where which while whole whom with without work would write your yours'
  ).split(' '),
);

/**
 * Four different words that belong to a step, for code to work on: from its title and description, and where these
 * have too few, from what the lesson speaks of. `turn` chooses among more than four.
 */
export function subjectWords(subject: LessonSubject, facets: readonly Facet[], turn: number): FourWords {
  const text = `${subject.title} ${subject.description}`.toLowerCase();
  const said = (text.match(/(?<![\p{L}\p{N}'_-])[a-z]{4,12}(?![\p{L}\p{N}'_-])/gu) ?? []).filter(
    word => !EMPTY_WORDS.has(word),
  );
  const own = [...new Set(said)].slice(0, 8);
  const turned = own.map((_none, index) => own[(index + turn) % own.length] as string);
  const words = [...new Set([...turned.slice(0, 4), ...facets.map(facet => facet.word)])];
  return words.slice(0, 4) as unknown as FourWords;
}
