import type {MaterialObject} from '../schema/fill.ts';
import {lines} from './code/snippet.ts';
import {shorten} from './prose.ts';

export const DIAGRAM_TYPES = ['flowchart', 'sequence', 'class', 'er', 'state'] as const;
export type DiagramType = (typeof DIAGRAM_TYPES)[number];

/** What a diagram shows: the subject and three things that belong to it, as labels. */
type Labels = {subject: string; first: string; second: string; third: string};

type Sketch = {
  title: string;
  description: (labels: Labels) => string;
  mermaid: (labels: Labels) => string;
};

const SKETCHES: Record<DiagramType, Sketch> = {
  flowchart: {
    title: 'One way through',
    description: ({subject, first, second}) =>
      `The way through ${subject} begins with "${first}" and goes on to "${second}". Then the result is compared with what was expected; a difference leads back to the beginning.`,
    mermaid: ({subject, first, second, third}) =>
      lines(
        'flowchart TD',
        `  start["${subject}"] --> first["${first}"]`,
        `  first --> second["${second}"]`,
        '  second --> compare{"As expected?"}',
        '  compare -->|no| first',
        `  compare -->|yes| third["${third}"]`,
      ),
  },
  sequence: {
    title: 'Who does what, and when',
    description: ({first, second}) =>
      `The learner begins with "${first}", gets a first result, and goes on with "${second}". A check then reports what differs from the expectation.`,
    mermaid: ({subject, first, second}) =>
      lines(
        'sequenceDiagram',
        '  participant L as Learner',
        '  participant W as Work',
        '  participant C as Check',
        `  Note over L,C: ${subject}`,
        `  L->>W: ${first}`,
        '  W-->>L: a first result',
        `  L->>W: ${second}`,
        '  W->>C: hand over the result',
        '  C-->>L: what differs from the expectation',
      ),
  },
  class: {
    title: 'The parts and what they know',
    description: ({subject, first}) =>
      `${subject}: a step with several ideas, among them "${first}". Each idea is tried in an exercise, and each exercise has a check that tells whether the expectation holds.`,
    mermaid: ({subject, first, second}) =>
      lines(
        'classDiagram',
        '  class Step {',
        '    +title',
        '    +explain()',
        '  }',
        '  class Idea {',
        '    +sentence',
        '    +example()',
        '  }',
        '  class Exercise {',
        '    +minutes',
        '    +check()',
        '  }',
        '  Step "1" --> "many" Idea : contains',
        '  Idea "1" --> "many" Exercise : is tried in',
        `  note for Step "${subject}"`,
        `  note for Idea "${first}"`,
        `  note for Exercise "${second}"`,
      ),
  },
  er: {
    title: 'How the records belong together',
    description: ({subject, first, second}) =>
      `Records of a study of ${subject}: the step contains ideas such as "${first}", the learner writes notes, and each note explains one idea, for example "${second}".`,
    mermaid: ({subject, first, second}) =>
      lines(
        'erDiagram',
        '  STEP ||--|{ IDEA : contains',
        '  LEARNER ||--o{ NOTE : writes',
        '  IDEA ||--o{ NOTE : "is explained by"',
        '  STEP {',
        `    string title "${subject}"`,
        '  }',
        '  IDEA {',
        `    string sentence "${first}"`,
        '    int minutes',
        '  }',
        '  NOTE {',
        `    string text "${second}"`,
        '  }',
      ),
  },
  state: {
    title: 'The states of the work',
    description: ({first, second, third}) =>
      `The work starts with "${first}" and moves on to "${second}". What differs from the expectation goes back, the rest ends with "${third}".`,
    mermaid: ({first, second, third}) =>
      lines(
        'stateDiagram-v2',
        `  state "${first}" as first`,
        `  state "${second}" as second`,
        `  state "${third}" as third`,
        '  [*] --> first',
        '  first --> second : result is there',
        '  second --> first : differs',
        '  second --> third : as expected',
        '  third --> [*]',
      ),
  },
};

/**
 * A diagram whose code agrees with the type that ends up in the same object, whatever the schema allows there.
 *
 * @param ideas at least three short texts that belong to the subject
 */
export function diagramMaterial(
  subjectTitle: string,
  ideas: readonly string[],
  preferred: DiagramType,
): MaterialObject {
  const [first = '', second = '', third = ''] = ideas.map(diagramLabel);
  const labels = {subject: diagramLabel(subjectTitle), first, second, third};
  const chosen = (built: {[name: string]: unknown}): Sketch => SKETCHES[typeOf(built['type']) ?? preferred];
  return {
    title: built => `${chosen(built).title}: ${subjectTitle}`,
    type: preferred,
    mermaid_code: built => chosen(built).mermaid(labels),
    description: built => chosen(built).description(labels),
  };
}

function typeOf(value: unknown): DiagramType | undefined {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return DIAGRAM_TYPES.find(type => text.startsWith(type) || text === 'graph');
}

/** Mermaid gives quotes, brackets and semicolons a meaning of their own, so that a label keeps letters and digits. */
function diagramLabel(text: string): string {
  const label = text
    .replace(/[^\p{L}\p{N} .,+-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = shorten(label, 60);
  return short === '' ? 'This topic' : short;
}
