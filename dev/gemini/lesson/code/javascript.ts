import {lines, longestOf, marked, numbered, quoted, repeatedWords, sentenceOf, sumAbove} from './snippet.ts';
import {tallyOutput} from './snippet.ts';
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
    sentence: data => {
      const head = `function sentence(parts${type('string[]')})${type('string')} {`;
      const call = lines('}', '', `console.log(sentence(${list(data.labels)}));`);
      return {
        starter: lines(head, "  return '';", call),
        solution: lines(head, "  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;", call),
        output: sentenceOf(data),
      };
    },
    longest: data => {
      const given = `const words = ${list(data.labels)};`;
      return {
        starter: lines(given, '// Print the longest of the words.'),
        solution: lines(
          given,
          'const longest = words.reduce((best, word) => (word.length > best.length ? word : best));',
          'console.log(longest);',
        ),
        output: longestOf(data),
      };
    },
    mark: data => {
      const given = lines(
        `const limit = ${data.limit};`,
        `for (const amount of [${data.amounts.join(', ')}]) {`,
      );
      return {
        starter: lines(given, '  console.log(amount);', '}'),
        solution: lines(
          given,
          "  const verdict = amount > limit ? 'above' : 'ok';",
          '  console.log(`${amount}: ${verdict}`);',
          '}',
        ),
        output: marked(data),
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
    unique: data => {
      const given = `const words = ${list(repeatedWords(data))};`;
      return {
        starter: lines(given, 'for (const word of words) {', '  console.log(word);', '}'),
        solution: lines(given, 'for (const word of new Set(words)) {', '  console.log(word);', '}'),
        output: lines(...data.labels.slice(0, 3)),
      };
    },
    tally: data => {
      const given = lines(
        `const words = ${list(repeatedWords(data))};`,
        `const counts = new Map${typed ? '<string, number>' : ''}();`,
      );
      return {
        starter: lines(given, '// Count each word, then print the counts.'),
        solution: lines(
          given,
          'for (const word of words) {',
          '  counts.set(word, (counts.get(word) ?? 0) + 1);',
          '}',
          'for (const [word, count] of counts) {',
          '  console.log(`${word}: ${count}`);',
          '}',
        ),
        output: tallyOutput(data),
      };
    },
    lookup: data => {
      const [a, b, c] = data.labels;
      const given = `const minutes = new Map([[${quoted(a)}, ${data.amounts[0]}], [${quoted(b)}, ${data.amounts[1]}]]);`;
      const head = `function minutesFor(part${type('string')})${type('number')} {`;
      return {
        starter: lines(given, '', head, '  return minutes.get(part);', '}'),
        solution: lines(
          given,
          '',
          head,
          '  return minutes.get(part) ?? 0;',
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
