import {lines, numbered, quoted, sumAbove, talliedWords, tallyOutput} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const list = (items: readonly string[]): string => `[${items.map(quoted).join(', ')}]`;

/** One writer for both languages: they differ in the annotations only. */
function writer(typed: boolean): CodeWriter {
  const type = (annotation: string): string => (typed ? `: ${annotation}` : '');
  return {
    listing: data => {
      const given = lines(
        `const title = ${quoted(data.title)};`,
        `const parts = ${list(data.labels)};`,
        '',
        'console.log(title);',
      );
      return {
        starter: lines(given, '// Print each part on a line of its own, numbered from 1.'),
        solution: lines(
          given,
          'parts.forEach((part, index) => {',
          '  console.log(`${index + 1}. ${part}`);',
          '});',
        ),
        output: numbered(data),
      };
    },
    total: data => {
      const head = `function totalAbove(amounts${type('number[]')}, limit${type('number')})${type('number')} {`;
      const call = `console.log(totalAbove([${data.amounts.join(', ')}], ${data.limit}));`;
      return {
        starter: lines(head, '  return 0;', '}', '', call),
        solution: lines(
          head,
          '  return amounts',
          '    .filter(amount => amount > limit)',
          '    .reduce((sum, amount) => sum + amount, 0);',
          '}',
          '',
          call,
        ),
        output: String(sumAbove(data)),
      };
    },
    tally: data => {
      const given = lines(
        `const words = ${list(talliedWords(data))};`,
        `const counts${type('{[word: string]: number}')} = {};`,
      );
      return {
        starter: lines(given, '// Count each word, then print the counts.'),
        solution: lines(
          given,
          'for (const word of words) {',
          '  counts[word] = (counts[word] ?? 0) + 1;',
          '}',
          'for (const [word, count] of Object.entries(counts)) {',
          '  console.log(`${word}: ${count}`);',
          '}',
        ),
        output: tallyOutput(data),
      };
    },
    lookup: data => {
      const [a, b, c] = data.labels;
      const given = `const minutes${type('{[part: string]: number}')} = {${a}: ${data.amounts[0]}, ${b}: ${data.amounts[1]}};`;
      const head = `function minutesFor(part${type('string')})${type('number')} {`;
      return {
        starter: lines(given, '', head, '  return minutes[part];', '}'),
        solution: lines(
          given,
          '',
          head,
          '  return minutes[part] ?? 0;',
          '}',
          '',
          `console.log(minutesFor(${quoted(a)}));`,
          `console.log(minutesFor(${quoted(c)}));`,
        ),
        output: lines(String(data.amounts[0]), '0'),
      };
    },
  };
}

export const javascript = writer(false);
export const typescript = writer(true);
