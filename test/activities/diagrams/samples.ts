/** Code of each type that lessons have, as models write it, with what they like to get wrong. */
export const GOOD = {
  flowchart: `flowchart TD
  start["Read f(x)"] --> check{"Is x < 3?"}
  check -->|yes| again["Try again<br/>later"]
  check -->|no| done((Done))
  subgraph later
    again
  end
  classDef hot fill:#f96,stroke:#333
  class done hot`,
  sequence: `sequenceDiagram
  participant C as click handler
  participant S as Server
  C->>+S: GET /users?id=3, all of them
  S-->>-C: 200 OK
  alt is empty
    Note over C,S: nothing to show
  else
    C->>C: link the rows
  end`,
  class: `classDiagram
  class Shape {
    <<interface>>
    +area() double
    -List~Point~ corners
  }
  class Link
  Shape <|-- Circle : is a
  Shape "1" *-- "2..*" Point : has`,
  er: `erDiagram
  CUSTOMER ||--o{ ORDER : places
  EVENT {
    int id PK "never reused"
    click target
  }`,
  state: `stateDiagram-v2
  [*] --> Idle
  Idle --> Running : click on start
  state Running {
    [*] --> Warm
    Warm --> Hot
  }
  Running --> [*]
  note right of Idle : waits`,
};

/** Code that Mermaid does not parse, with the end of what is said of it. */
export const BAD: [type: string, code: string, said: string][] = [
  ['flowchart', 'flowchart TD\n  a[call f(x)] --> b', ' at line 2 ("a[call f(x)] --> b"): unexpected "(".'],
  [
    'flowchart',
    'flowchart TD\n  a["open] --> b\n\n',
    ' at line 2 ("a["open] --> b"): unexpected end of the code.',
  ],
  ['flowchart', 'flowchart SIDEWAYS\n  a', ' at line 1 ("flowchart SIDEWAYS"): unknown words.'],
  ['flowchart', 'flowchart TD\n  a@{ shape: blob }', ': No such shape: blob.'],
  [
    'sequence',
    'sequenceDiagram\n  A->>B hello',
    ' at line 2 ("A->>B hello"): unexpected end of the line, expected TXT.',
  ],
  [
    'sequence',
    'sequenceDiagram\n  A->>B: one; two\n  B->>A: three',
    ' at line 2 ("A->>B: one; two"): unexpected end of the line.',
  ],
  [
    'sequence',
    'sequenceDiagram\n  A->>B: hi\n  deactivate B',
    ': Trying to inactivate an inactive participant (B).',
  ],
  ['class', 'classDiagram\n  class List<T>', ' at line 2 ("class List<T>"): unexpected "<".'],
  [
    'er',
    'erDiagram\n  A ||--o{ B',
    ' at line 2 ("A ||--o{ B"): unexpected end of the line, expected COLON or STYLE_SEPARATOR.',
  ],
  ['state', 'stateDiagram-v2\n  [*] -> Idle', ' at line 2 ("[*] -> Idle"): unexpected "-".'],
  [
    'state',
    'The states are idle and running.',
    ' at line 1 ("The states are idle and running."): no type of diagram is named there.',
  ],
  ['state', '', ' at line 1 (""): no type of diagram is named there.'],
];

/** Other types of Mermaid, which may stand in Markdown. */
export const OTHER_TYPES: Record<string, string> = {
  architecture: 'architecture-beta\n  group api(cloud)[API]',
  block: 'block-beta\n  a b',
  c4: 'C4Context\n  Person(a, "b")',
  gantt: 'gantt\n  title Plan\n  section One\n  Write: a1, 2026-01-01, 30d',
  gitGraph: 'gitGraph\n  commit\n  branch topic\n  checkout topic\n  commit',
  journey: 'journey\n  title Day\n  section Work\n    Write: 5: Me',
  kanban: 'kanban\n  todo\n    write',
  mindmap: 'mindmap\n  root\n    leaf',
  packet: 'packet-beta\n  0-15: "Port"',
  pie: 'pie title Pets\n  "Dogs": 3',
  quadrantChart: 'quadrantChart\n  title Reach\n  A: [0.3, 0.6]',
  radar: 'radar-beta\n  axis a, b\n  curve x{1, 2}',
  requirement:
    'requirementDiagram\n  requirement r {\n    id: 1\n    text: t\n    risk: high\n    verifymethod: test\n  }',
  sankey: 'sankey-beta\n\na,b,1',
  timeline: 'timeline\n  title Years\n  2002 : a',
  treemap: 'treemap-beta\n"a"\n  "b": 1',
  xychart: 'xychart-beta\n  x-axis [a]\n  bar [1]',
};
