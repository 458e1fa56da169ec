import {afterAll, expect, test} from 'vitest';
import {createDiagramParser} from '../../../../activities/diagrams/index.ts';
import {DIAGRAM_TYPES, diagramMaterial} from '../../../../dev/gemini/lesson/diagrams.ts';
import {createRandom} from '../../../../dev/gemini/random.ts';
import {compileSchema} from '../../../../dev/gemini/schema/compile.ts';
import {fillSchema} from '../../../../dev/gemini/schema/fill.ts';

const parser = createDiagramParser();
afterAll(() => parser.close());

const TITLES = [
  'Python Variables',
  'end',
  'It\'s "odd" [x] {y} (z) ; # %% --> | & <b> `tick` 100% \\ $',
  'state: class --> note',
  '日本語のタイトル🎉',
  '"";;',
  '1',
  'x'.repeat(300),
];

type Diagram = {type: string; mermaid_code: string; title: string; description: string};

function diagram(title: string, type: string): Diagram {
  const text = {type: 'string'};
  const schema = {
    type: 'object',
    properties: {title: text, type: {...text, enum: [type]}, mermaid_code: text, description: text},
    required: ['title', 'type', 'mermaid_code', 'description'],
  };
  const material = diagramMaterial(title, ['Give names: "values"', title, 'What comes out'], 'flowchart');
  return fillSchema(compileSchema(schema, 'proto').node, material, {random: createRandom(1)}) as Diagram;
}

test.each(DIAGRAM_TYPES.flatMap(type => TITLES.map(title => [type, title] as const)))(
  'a diagram of the type %s about %j is valid',
  async (type, title) => {
    const {mermaid_code: code} = diagram(title, type);
    expect(await parser.check([{path: 'it', type, code}])).toEqual([]);
  },
);

test('a diagram shows what belongs to the subject', () => {
  for (const type of DIAGRAM_TYPES) {
    const {mermaid_code: code, title, description} = diagram('Python Variables', type);
    expect(title).toContain('Python Variables');
    expect(`${code}${description}`).toContain('Python Variables');
    expect(code).toContain('Give names values');
    expect(description).toContain('Give names values');
  }
});
