import type {Command} from 'commander';
import {expect, test} from 'vitest';
import {buildProgram} from '../../cli/program.ts';
import {preheat} from '../support/preheat.ts';

/** A command and all below it, by the words that call it. */
function commandsOf(command: Command, words: readonly string[] = []): [words: string[], command: Command][] {
  const own: [string[], Command] = [[...words], command];
  return [own, ...command.commands.flatMap(below => commandsOf(below, [...words, below.name()]))];
}

/** The whole page, with what comes after the list of options. */
function helpOf(command: Command): string {
  let page = '';
  command.configureOutput({writeOut: text => (page += text)}).outputHelp();
  return page;
}

const pages = commandsOf(buildProgram({})).map(([words, command]) => ({
  name: ['preheat', ...words].join(' '),
  page: helpOf(command),
}));

test('every command of the design is there', () => {
  const names = [
    'up',
    'import',
    'plan',
    'warm',
    'worker',
    'serve',
    'migrate',
    'doctor',
    'runs',
    'schedule set',
  ];
  expect(pages.map(({name}) => name)).toEqual(expect.arrayContaining(names.map(name => `preheat ${name}`)));
});

test.each(pages.filter(({name}) => !/^preheat( schedule .*)?$/.test(name)))(
  'the help of $name says how it is called, what it does, and an example',
  ({name, page}) => {
    expect(page).toContain(`Usage: ${name}`);
    expect(page).toMatch(/^Examples?:\n +(\S+=\S+ )*(npx preheat|npm start)/m);
  },
);

test.each([['--help'], ['warm', '--help'], ['help', 'plan'], ['schedule', 'set', '--help']])(
  '`preheat %s %s` exits with 0, whatever the settings',
  async (...args) => {
    const {exitCode, stdout, stderr} = await preheat(args.filter(Boolean), {PREHEAT_LANES: '0'});

    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
    expect(stdout).toContain('Usage: preheat');
  },
);
