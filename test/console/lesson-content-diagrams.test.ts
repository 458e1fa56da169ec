import {expect, test} from 'vitest';
import {drawable, pictureOf} from '../../console/src/components/mermaid-text.ts';

const textOf = (source: string) => {
  const result = drawable(source);
  return result.kind === 'text' ? result.text : result.why;
};

test('a plain diagram stays as it is', () => {
  const source = 'flowchart TD\n  a["GET https://example.org"] --> b\n  style a fill:#60a5fa';
  expect(textOf(source)).toBe(source);
});

test.each([
  [
    'settings of its own',
    '%%{init: {"securityLevel": "loose"}}%%\ngraph TD\n  a --> b',
    'graph TD\n  a --> b',
  ],
  [
    'settings at the beginning',
    '---\nconfig:\n  theme: forest\n---\ngraph TD\n  a --> b',
    'graph TD\n  a --> b',
  ],
  ['a comment', '%% hidden\ngraph TD\n  a --> b', 'graph TD\n  a --> b'],
  ['a click', 'graph TD\n  a --> b\n  click a href "javascript:x()"', 'graph TD\n  a --> b'],
  [
    'links of an actor',
    'sequenceDiagram\n  A->>B: hi\n  link A: X @ https://x.org',
    'sequenceDiagram\n  A->>B: hi',
  ],
  ['an image as a shape', 'graph TD\n  a@{ img: "https://x.org/i.png" } --> b', 'graph TD\n  a --> b'],
  ['a style that loads', 'graph TD\n  a --> b\n  style a fill:url(https://x.org)', 'graph TD\n  a --> b'],
  ['a class that loads', 'graph TD\n  a --> b\n  classDef c fill:u\\72l(x)', 'graph TD\n  a --> b'],
])('taken out: %s', (_name, source, text) => {
  expect(textOf(source)).toBe(text);
});

test.each([
  ['a tag', 'graph TD\n  a["<img src=x onerror=y>"]', 'graph TD\n  a["‹img src=x onerror=y>"]'],
  ['the end of one', 'graph TD\n  a["</p>"]', 'graph TD\n  a["‹/p>"]'],
  ['one that would be decoded', 'graph TD\n  a["#lt;b &lt;b #60;b &#x3C;b"]', 'graph TD\n  a["‹b ‹b ‹b ‹b"]'],
  ['one inside a word of class diagrams', 'classDiagram\n  <<img src=x>>', 'classDiagram\n  <‹img src=x>>'],
])('no element is made of it: %s', (_name, source, text) => {
  expect(textOf(source)).toBe(text);
});

test('arrows, words of class diagrams, line breaks and comparisons stay', () => {
  const source = 'classDiagram\n  A <|-- B\n  <<interface>> A\n  note "one<br/>two, 1 < 2"';
  expect(textOf(source)).toBe(source);
});

test('not drawn: nothing, too much, and kinds that load things', () => {
  expect(textOf(' \n')).toBe('It is empty.');
  expect(textOf(`graph TD\n${'a'.repeat(20_000)}`)).toBe('It is longer than 20000 characters.');
  expect(textOf('architecture-beta\n  service a(cloud)[A]')).toBe(
    'A diagram of the kind "architecture-beta" is not drawn here.',
  );
});

test('a drawing becomes the address of an image, as large as it says', () => {
  const svg = '<svg viewBox="-8 0 120.5 60" width="100%"><text>é # %</text></svg>';
  const {address, width, height} = pictureOf(svg);
  expect([width, height]).toEqual([121, 60]);
  expect(address).toMatch(/^data:image\/svg\+xml;charset=utf-8,%3Csvg/);
  expect(decodeURIComponent(address.slice(address.indexOf(',') + 1))).toBe(svg);
  expect(pictureOf('<svg></svg>')).toMatchObject({width: 600, height: 400});
});
