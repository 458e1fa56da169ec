import * as fc from 'fast-check';

/** Texts of any UTF-16 units: NUL and halves of character pairs among them, which neither text nor jsonb can hold. */
export const anyText = fc
  .array(fc.oneof(fc.constantFrom(0, 0xd83c, 0xdf89), fc.integer({min: 0, max: 0xffff})), {maxLength: 20})
  .map(units => String.fromCharCode(...units));
