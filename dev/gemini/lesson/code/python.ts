import {lines, longestOf, marked, numbered, quoted, repeatedWords, sentenceOf, sumAbove} from './snippet.ts';
import {tallyOutput} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const list = (items: readonly string[]): string => `[${items.map(quoted).join(', ')}]`;

export const python: CodeWriter = {
  listing: data => {
    const given = lines(`title = ${quoted(data.title)}`, `parts = ${list(data.labels)}`, '', 'print(title)');
    return {
      starter: lines(given, '# Print each part on a line of its own, numbered from 1.'),
      solution: lines(
        given,
        'for position, part in enumerate(parts, start=1):',
        '    print(f"{position}. {part}")',
      ),
      output: numbered(data),
    };
  },
  sentence: data => {
    const head = 'def sentence(parts):';
    const call = lines('', '', `print(sentence(${list(data.labels)}))`);
    return {
      starter: lines(head, '    return ""', call),
      solution: lines(head, '    return ", ".join(parts[:-1]) + " and " + parts[-1]', call),
      output: sentenceOf(data),
    };
  },
  longest: data => {
    const given = `words = ${list(data.labels)}`;
    return {
      starter: lines(given, '# Print the longest of the words.'),
      solution: lines(
        given,
        'longest = ""',
        'for word in words:',
        '    if len(word) > len(longest):',
        '        longest = word',
        '',
        'print(longest)',
      ),
      output: longestOf(data),
    };
  },
  mark: data => {
    const given = lines(`limit = ${data.limit}`, `for amount in [${data.amounts.join(', ')}]:`);
    return {
      starter: lines(given, '    print(amount)'),
      solution: lines(
        given,
        '    verdict = "above" if amount > limit else "ok"',
        '    print(f"{amount}: {verdict}")',
      ),
      output: marked(data),
    };
  },
  total: data => {
    const call = `print(total_above([${data.amounts.join(', ')}], ${data.limit}))`;
    return {
      starter: lines('def total_above(amounts, limit):', '    total = 0', '    return total', '', '', call),
      solution: lines(
        'def total_above(amounts, limit):',
        '    return sum(amount for amount in amounts if amount > limit)',
        '',
        '',
        call,
      ),
      output: String(sumAbove(data)),
    };
  },
  unique: data => {
    const given = lines(`words = ${list(repeatedWords(data))}`, 'seen = set()');
    return {
      starter: lines(given, 'for word in words:', '    print(word)'),
      solution: lines(
        given,
        'for word in words:',
        '    if word not in seen:',
        '        seen.add(word)',
        '        print(word)',
      ),
      output: lines(...data.labels.slice(0, 3)),
    };
  },
  tally: data => {
    const given = `words = ${list(repeatedWords(data))}`;
    return {
      starter: lines(given, 'counts = {}', '# Count each word, then print the counts.'),
      solution: lines(
        given,
        'counts = {}',
        'for word in words:',
        '    counts[word] = counts.get(word, 0) + 1',
        '',
        'for word, count in counts.items():',
        '    print(f"{word}: {count}")',
      ),
      output: tallyOutput(data),
    };
  },
  lookup: data => {
    const [a, b, c] = data.labels;
    const given = `minutes = {${quoted(a)}: ${data.amounts[0]}, ${quoted(b)}: ${data.amounts[1]}}`;
    return {
      starter: lines(given, '', '', 'def minutes_for(part):', '    return minutes[part]'),
      solution: lines(
        given,
        '',
        '',
        'def minutes_for(part):',
        '    return minutes.get(part, 0)',
        '',
        '',
        `print(minutes_for(${quoted(a)}))`,
        `print(minutes_for(${quoted(c)}))`,
      ),
      output: lines(String(data.amounts[0]), '0'),
    };
  },
};
