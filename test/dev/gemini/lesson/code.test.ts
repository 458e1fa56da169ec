import {parser as pythonParser} from '@lezer/python';
import {execFile} from 'node:child_process';
import {stripTypeScriptTypes} from 'node:module';
import {promisify} from 'node:util';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {CODE_WRITERS} from '../../../../dev/gemini/lesson/code/index.ts';
import {TASKS} from '../../../../dev/gemini/lesson/code/snippet.ts';

const run = promisify(execFile);

const DATA = {
  title: `It's "odd" \\ 100% $x \${y}`,
  // A property of every object in JavaScript, a keyword of Python and Go, one of bash, and one of two equally long.
  labels: ['constructor', 'return', 'done', 'environment'],
  amounts: [7, 12, 3, 19],
  limit: 11,
} as const;

function printed(code: string): string {
  const lines: string[] = [];
  runInNewContext(code, {console: {log: (line: unknown) => lines.push(String(line))}});
  return lines.join('\n');
}

test.each(TASKS)('the JavaScript and TypeScript solutions of %s print what is expected', task => {
  const {solution, output} = CODE_WRITERS.javascript[task](DATA);
  expect(printed(solution)).toBe(output);
  const typed = CODE_WRITERS.typescript[task](DATA);
  expect(printed(stripTypeScriptTypes(typed.solution))).toBe(typed.output);
});

test.each(TASKS)('the bash solution of %s prints what is expected', async task => {
  const {solution, output} = CODE_WRITERS.bash[task](DATA);
  const {stdout} = await run('bash', ['-c', solution]);
  expect(stdout.trimEnd()).toBe(output);
});

test.each(TASKS)('the Python of %s can be parsed, before and after', task => {
  const {starter, solution} = CODE_WRITERS.python[task](DATA);
  for (const code of [starter, solution]) {
    const faults: number[] = [];
    pythonParser.parse(code).iterate({
      enter: ({type, from}) => {
        if (type.isError) faults.push(from);
      },
    });
    expect({code, faults}).toEqual({code, faults: []});
  }
});

test.each(TASKS)('the YAML of %s is one manifest, before and after', task => {
  const {starter, solution} = CODE_WRITERS.yaml[task](DATA);
  for (const text of [starter, solution]) expect(parse(text)).toMatchObject({kind: expect.any(String)});
});

test('in YAML a word stays a word, whatever it looks like', () => {
  const labels = ['true', 'null', 'false', 'null'] as const;
  for (const task of TASKS) {
    const {solution} = CODE_WRITERS.yaml[task]({...DATA, labels});
    for (const [, name, value] of solution.matchAll(/^ *(?:- )?([a-zA-Z_.]+): (.*)$/gm)) {
      expect([name, parse(value ?? '')]).not.toEqual([name, expect.toBeOneOf([true, false, null])]);
    }
  }
});

test.each(Object.keys(CODE_WRITERS) as (keyof typeof CODE_WRITERS)[])(
  'in %s every starter leaves something to do',
  language => {
    for (const task of TASKS) {
      const {starter, solution} = CODE_WRITERS[language][task](DATA);
      expect(starter).not.toBe(solution);
    }
  },
);
