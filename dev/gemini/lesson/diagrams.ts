import type {MaterialObject} from '../schema/fill.ts';
import {lines} from './code/snippet.ts';
import {shorten} from './prose.ts';

export const DIAGRAM_TYPES = ['flowchart', 'sequence', 'class', 'er', 'state'] as const;
type DiagramType = (typeof DIAGRAM_TYPES)[number];

type Sketch = {title: string; description: string; mermaid: (label: string) => string};

const SKETCHES: Record<DiagramType, Sketch> = {
  flowchart: {
    title: 'From question to checked result',
    description:
      'A question leads to a small example, which is run and compared; a difference leads back to the example.',
    mermaid: label =>
      lines(
        'flowchart TD',
        `  start["${label}"] --> question["What should happen?"]`,
        '  question --> example["Write the smallest example"]',
        '  example --> run["Run it"]',
        '  run --> compare{"As predicted?"}',
        '  compare -->|yes| next["Take the next step"]',
        '  compare -->|no| example',
      ),
  },
  sequence: {
    title: 'Who does what, and when',
    description:
      'The learner changes one thing, the program runs, and the check reports what differs from the prediction.',
    mermaid: label =>
      lines(
        'sequenceDiagram',
        '  participant L as Learner',
        '  participant P as Program',
        '  participant C as Check',
        `  Note over L: ${label}`,
        '  L->>P: change one thing and run',
        '  P->>C: hand over the result',
        '  C-->>L: report what differs',
        '  L->>P: correct and run again',
      ),
  },
  class: {
    title: 'The parts and what they know',
    description: 'A topic has several parts, and each part has a check that says whether its promise holds.',
    mermaid: label =>
      lines(
        'classDiagram',
        '  class Topic {',
        '    +title',
        '    +describe()',
        '  }',
        '  class Part {',
        '    +name',
        '    +minutes',
        '  }',
        '  class Check {',
        '    +promise',
        '    +holds()',
        '  }',
        '  Topic "1" --> "many" Part : contains',
        '  Part "1" --> "1" Check : is verified by',
        `  note for Topic "${label}"`,
      ),
  },
  er: {
    title: 'How the records belong together',
    description: 'A topic contains parts, and a learner makes notes, each of which belongs to one part.',
    mermaid: () =>
      lines(
        'erDiagram',
        '  TOPIC ||--|{ PART : contains',
        '  LEARNER ||--o{ NOTE : writes',
        '  PART ||--o{ NOTE : "is explained by"',
        '  TOPIC {',
        '    string title',
        '  }',
        '  PART {',
        '    string name',
        '    int minutes',
        '  }',
      ),
  },
  state: {
    title: 'The states of a piece of work',
    description:
      'Work goes from planned to running to checked; a failed check leads back to running, a passed one to done.',
    mermaid: label =>
      lines(
        'stateDiagram-v2',
        `  state "${label}" as planned`,
        '  state "Running" as running',
        '  state "Checked" as checked',
        '  [*] --> planned',
        '  planned --> running : start',
        '  running --> checked : result is there',
        '  checked --> running : differs',
        '  checked --> [*] : as predicted',
      ),
  },
};

/** A diagram whose code agrees with the type that ends up in the same object, whatever the schema allows there. */
export function diagramMaterial(subjectTitle: string, preferred: DiagramType): MaterialObject {
  const label = diagramLabel(subjectTitle);
  const chosen = (built: {[name: string]: unknown}): Sketch => SKETCHES[typeOf(built['type']) ?? preferred];
  return {
    title: built => `${chosen(built).title}: ${subjectTitle}`,
    type: preferred,
    mermaid_code: built => chosen(built).mermaid(label),
    description: built => chosen(built).description,
  };
}

function typeOf(value: unknown): DiagramType | undefined {
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return DIAGRAM_TYPES.find(type => text.startsWith(type) || text === 'graph');
}

/** Mermaid gives quotes, brackets and semicolons a meaning of their own, so that a label keeps letters and digits. */
function diagramLabel(title: string): string {
  const label = title
    .replace(/[^\p{L}\p{N} .,+-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = shorten(label, 60);
  return short === '' ? 'This topic' : short;
}
