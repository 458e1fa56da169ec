import {format} from 'node:util';
import {afterEach} from 'vitest';

// What a test does not expect, it must not pass over: an error on the console fails it. A test that expects one
// puts its own spy in place of `console.error`.
let errors: string[] = [];
console.error = (...args: unknown[]) => errors.push(format(...args));

afterEach(() => {
  const seen = errors;
  errors = [];
  if (seen.length > 0) throw new Error(`console.error was called:\n${seen.join('\n')}`);
});
