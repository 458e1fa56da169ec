import {expect, test} from 'vitest';
import {roadmapSchema} from '../../../domain/roadmaps/schema.ts';

const roadmap = (changes: object): object => ({title: 'Go', steps: [{title: 'a'}], ...changes});
const step = (changes: object): object => roadmap({steps: [{title: 'a', ...changes}]});

function faultsOf(data: object): string[] {
  const parsed = roadmapSchema.safeParse(data);
  return parsed.success ? [] : parsed.error.issues.map(({path, message}) => `${path.join('.')} ${message}`);
}

test.each([
  ['a title of 255 characters beyond the BMP', step({title: '😀'.repeat(255)})],
  ['a description of 2000 characters', step({description: '😀'.repeat(2000)})],
  ['a description with line breaks and tabs', step({description: 'a\r\n\tb'})],
  ['a title with characters joined to one', step({title: '👩‍💻 é'})],
  ['an id of 100 characters', roadmap({id: 'a'.repeat(100)})],
  ['1 lesson', step({lessons: 1})],
  ['50 lessons', step({lessons: 50})],
])('%s is accepted', (_what, data) => {
  expect(faultsOf(data)).toEqual([]);
});

const shorten = 'shorten it to at most';
const noControls = 'remove the control characters';
const wholeNumber = 'write a whole number from 1 to 50, without quotes';

test.each([
  [step({title: ''}), 'steps.0.title is empty: write 1 to 255 characters'],
  [step({title: ' \t'}), 'steps.0.title is empty: write 1 to 255 characters'],
  [step({title: null}), 'steps.0.title is empty: write some text'],
  [step({title: 7}), 'steps.0.title is 7, which is not text: put it in quotes'],
  [step({title: ' a'}), 'steps.0.title is " a": remove the blanks at its start or end'],
  [step({title: 'a\u00a0'}), 'steps.0.title is "a\u00a0": remove the blanks at its start or end'],
  [step({title: 'a\nb'}), `steps.0.title is "a\\nb": ${noControls} (line breaks, tabs, NUL)`],
  [step({title: 'a\u0000b'}), `steps.0.title is "a\\u0000b": ${noControls} (line breaks, tabs, NUL)`],
  [step({title: 'a\u0085b'}), `steps.0.title is "a\\u0085b": ${noControls} (line breaks, tabs, NUL)`],
  [step({title: 'a\u2028b'}), `steps.0.title is "a\\u2028b": ${noControls} (line breaks, tabs, NUL)`],
  [step({title: 'é'.repeat(256)}), `steps.0.title has 256 characters: ${shorten} 255`],
  [step({description: 'x'.repeat(2001)}), `steps.0.description has 2001 characters: ${shorten} 2000`],
  [step({description: null}), 'steps.0.description is empty: write some text'],
  [
    step({description: 'a\u0000'}),
    `steps.0.description is "a\\u0000": ${noControls} (only line breaks and tabs may stay)`,
  ],
  [
    step({difficulty: 'easy'}),
    'steps.0.difficulty is "easy", which is unknown: Use beginner, intermediate, advanced',
  ],
  [
    step({difficulty: 'Beginner'}),
    'steps.0.difficulty is "Beginner", which is unknown: did you mean beginner? Use beginner, intermediate, advanced',
  ],
  [step({difficulty: 3}), 'steps.0.difficulty is 3, which is unknown: Use beginner, intermediate, advanced'],
  [step({lessons: 0}), `steps.0.lessons is 0: ${wholeNumber}`],
  [step({lessons: 51}), `steps.0.lessons is 51: ${wholeNumber}`],
  [step({lessons: 1.5}), `steps.0.lessons is 1.5: ${wholeNumber}`],
  [step({lessons: '2'}), `steps.0.lessons is "2": ${wholeNumber}`],
  [step({styles: []}), 'steps.0.styles is empty: name at least one style, or leave it out to get all four'],
  [step({styles: 'video'}), 'steps.0.styles is "video": write a list like [video, reading]'],
  [step({styles: ['video', 'video']}), 'steps.0.styles names a style twice: remove one of them'],
  [
    step({styles: ['video', 'audio']}),
    'steps.0.styles.1 is "audio", which is unknown: Use hands_on, video, reading, mixed',
  ],
  [roadmap({title: ''}), 'title is empty: write 1 to 255 characters'],
  [roadmap({category: ' a'}), 'category is " a": remove the blanks at its start or end'],
  [roadmap({description: 'x'.repeat(2001)}), `description has 2001 characters: ${shorten} 2000`],
  [roadmap({steps: null}), 'steps is missing: add a list of steps, each with a title'],
  [roadmap({id: 'Go'}), 'id is "Go": use lower-case letters, digits and single hyphens'],
  [roadmap({id: 'a--b'}), 'id is "a--b": use lower-case letters, digits and single hyphens'],
  [roadmap({id: '-a'}), 'id is "-a": use lower-case letters, digits and single hyphens'],
  [roadmap({id: 'a'.repeat(101)}), 'id is too long: use at most 100 characters'],
  [
    roadmap({title: '日本語'}),
    'id cannot be made from the title "日本語": add an id of lower-case letters, digits and hyphens',
  ],
])('%j is refused', (data, fault) => {
  expect(faultsOf(data)).toEqual([fault]);
});

test.each([step({title: '\ud83d'}), step({description: '\ud83d'})])(
  'half a surrogate pair, which Postgres cannot store, is refused: %j',
  data => {
    expect(faultsOf(data)).toEqual([expect.stringContaining('holds half of a surrogate pair')]);
  },
);

test('a title that gives no id is no fault where an id is written', () => {
  expect(faultsOf(roadmap({id: 'japanese', title: '日本語'}))).toEqual([]);
});

test('the line break at the end of a block of text is no part of a description', () => {
  expect(roadmapSchema.parse(step({description: 'a\nb\n'})).steps[0]?.description).toBe('a\nb');
});
