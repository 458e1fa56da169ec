import {expect, test} from 'vitest';
import {keyVariantsOf} from '../../domain/key-variants.ts';

test.each([
  [undefined, true, ['plain', 'multi_source_v1']],
  [undefined, false, ['plain']],
  ['both', false, ['plain', 'multi_source_v1']],
  ['plain', true, ['plain']],
  ['multi_source_v1', false, ['multi_source_v1']],
] as const)('the setting %s, where an application owns the tables: %s', (setting, isDjango, variants) => {
  expect(keyVariantsOf(setting, isDjango)).toEqual(variants);
});
