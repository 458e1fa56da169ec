import {expect, test} from 'vitest';
import {deriveId} from '../../../domain/roadmaps/derive-id.ts';

test.each([
  ['Python', 'python'],
  ['  HTTP & APIs! ', 'http-apis'],
  ['Node.js 24', 'node-js-24'],
  ['Économie à Genève', 'economie-a-geneve'],
  ['C', 'c'],
  ['C++', 'c-plus-plus'],
  ['C#', 'c-sharp'],
  ['Go 🚀', 'go'],
])('%j gives the id %s', (title, id) => {
  expect(deriveId(title)).toBe(id);
});

test.each(['日本語', 'Go für Größe', 'Go 日本', '!!!'])(
  '%j gives no id, since letters would be lost',
  title => {
    expect(deriveId(title)).toBeNull();
  },
);
