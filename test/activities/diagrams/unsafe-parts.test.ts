import {expect, test} from 'vitest';
import {unsafeParts} from '../../../activities/diagrams/unsafe-parts.ts';
import {GOOD} from './samples.ts';

test.each(Object.entries(GOOD))('a good diagram of the type %s holds nothing unsafe', (kind, code) => {
  expect(unsafeParts(code, kind)).toEqual([]);
});

test.each([
  ['a directive', '%%{init: {"securityLevel": "loose"}}%%\nflowchart TD'],
  ['a directive', 'flowchart TD\n  a\n%%{wrap}%%'],
  ['front matter', '---\nconfig:\n  theme: dark\n---\nflowchart TD'],
  ['front matter', '\n--- \ntitle: A\nconfig:\n  theme: dark\n---\nflowchart TD'],
  ['front matter', '---\nconfig: {theme: dark}\ntitle: A\n---\nflowchart TD'],
  ['front matter', '---\ntitle: {a: b}\n---\nflowchart TD'],
  ['front matter', '---\ntitle: &a b\n---\nflowchart TD'],
  ['front matter', '---\ntitle: |\n---\nflowchart TD'],
  ['HTML', 'a["<script>alert(1)</script>"]'],
  ['HTML', 'a["< SCRIPT>"]'],
  ['HTML', 'a["x<iframe>"]'],
  ['HTML', 'a["<a href=\'x\'>x</a>"]'],
  ['HTML', 'a["<img src=x>"]'],
  ['HTML', 'a["<b onclick = \'f()\'>x</b>"]'],
  ['HTML', 'a["JavaScript:alert(1)"]'],
  ['a picture', 'a@{ shape: rect, img: "https://example.com/a.png" }'],
  ['a picture', 'a@{\n  "img": https://example.com/a.png\n}'],
  ['a picture', 'classDef a background:URL(https://example.com/a.png)'],
])('%s is unsafe whether or not the code parses: %s', (part, code) => {
  expect(unsafeParts(code, null)).toEqual([expect.stringContaining(part)]);
  expect(unsafeParts(code, 'flowchart')).toEqual([expect.stringContaining(part)]);
});

test.each([
  ['flowchart', 'flowchart TD\n  a --> b\n  click a "https://example.com"'],
  ['flowchart', 'flowchart TD\n  a; click a call f()'],
  ['class', 'classDiagram\n  class A\n  click A call f()'],
  ['class', 'classDiagram\n  class A\n  link A "https://example.com"'],
  ['class', 'classDiagram\n  class A\n  callback A "f"'],
  ['class', 'classDiagram\n  class A\n  click A href "https://example.com"'],
  ['state', 'stateDiagram-v2\n  a\n  CLICK a "https://example.com" "tip"'],
  ['sequence', 'sequenceDiagram\n  participant A\n  Link A: Page @ https://example.com'],
  ['sequence', 'sequenceDiagram\n  participant A\n  links A: {"Page": "https://example.com"}'],
  ['sequence', 'sequenceDiagram\n  participant A\n  properties A: {"class": "x"}'],
  ['sequence', 'sequenceDiagram\n  participant A\n  details A: x'],
  ['gantt', 'gantt\n  section One\n  Write: a1, 2026-01-01, 30d\n  click a1 href "https://example.com"'],
])('what reacts to clicks in a diagram of the type %s is unsafe: %s', (kind, code) => {
  expect(unsafeParts(code, kind)).toEqual(['statements that react to clicks']);
  // Of code that does not parse, nothing is known to be a statement.
  expect(unsafeParts(code, null)).toEqual([]);
});

test.each([
  ['flowchart', 'flowchart TD\n  a["50 %"] -- "click" --> b["Promise<string>"]\n  %% { a comment }'],
  ['flowchart', 'flowchart TD\n  a@{ shape: rect, label: "img: none" }\n  b["if x <a"]'],
  ['class', 'classDiagram\n  class Page {\n    click target\n    link List~Url~ all\n  }'],
  ['sequence', 'sequenceDiagram\n  A->>B: links: none\n  linker->>B: x:'],
  ['er', 'erDiagram\n  EVENT {\n    click target\n  }'],
  ['gitGraph', 'gitGraph\n  commit id: "click here"'],
  ['flowchart', '\n--- \ntitle: How it goes: one, two\n---\nflowchart TD'],
])('a %s diagram that only mentions such things is fine: %s', (kind, code) => {
  expect(unsafeParts(code, kind)).toEqual([]);
});

test('code that a model repeats without end is looked at quickly', () => {
  const startMs = performance.now();
  for (const piece of [
    '<',
    '< ',
    '<a ',
    '@{',
    '@{,\n ',
    ',\n',
    '\n',
    ' ',
    '%',
    ' on',
    '<b on',
    'link a ',
    'click\n',
  ]) {
    for (const kind of ['flowchart', 'class', 'state', 'sequence', 'gantt']) {
      unsafeParts(piece.repeat(50_000 / piece.length), kind);
    }
  }
  expect(performance.now() - startMs).toBeLessThan(2_000);
});
