import {lines, longestOf, markOf, repeatedWords, sentenceOf, sumAbove} from './snippet.ts';
import type {CodeWriter, SnippetData} from './snippet.ts';

const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The words as a table, with their positions from 1. */
const entries = (words: readonly string[]): string =>
  lines(
    'with entry (position, word) as (',
    `  values ${words.map((word, index) => `(${index + 1}, ${single(word)})`).join(', ')}`,
    ')',
  );

const amountsOf = ({amounts}: SnippetData): string =>
  lines(
    'with entry (position, amount) as (',
    `  values ${amounts.map((amount, index) => `(${index + 1}, ${amount})`).join(', ')}`,
    ')',
  );

/** Outputs as psql prints them with `--tuples-only --no-align`. */
export const sql: CodeWriter = {
  listing: ({title, labels}) => {
    const given = entries(labels);
    return {
      starter: lines(given, 'select word', 'from entry;'),
      solution: lines(
        given,
        `select ${single(title)} as title, position, word`,
        'from entry',
        'order by position;',
      ),
      output: lines(...labels.map((label, index) => `${title}|${index + 1}|${label}`)),
    };
  },
  sentence: data => {
    const given = entries(data.labels);
    return {
      starter: lines(given, "select string_agg(word, ', ') as sentence", 'from entry;'),
      solution: lines(
        given + ',',
        'last (position, word) as (',
        '  select position, word from entry order by position desc limit 1',
        ')',
        "select string_agg(entry.word, ', ' order by entry.position) || ' and ' || max(last.word) as sentence",
        'from entry',
        'join last on entry.position < last.position;',
      ),
      output: sentenceOf(data),
    };
  },
  longest: data => {
    const given = lines(entries(data.labels), 'select word', 'from entry');
    return {
      starter: `${given};`,
      solution: lines(given, 'order by length(word) desc, position', 'limit 1;'),
      output: longestOf(data),
    };
  },
  mark: data => {
    const given = amountsOf(data);
    return {
      starter: lines(given, 'select amount', 'from entry', 'order by position;'),
      solution: lines(
        given,
        `select amount, case when amount > ${data.limit} then 'above' else 'ok' end as verdict`,
        'from entry',
        'order by position;',
      ),
      output: lines(...data.amounts.map(amount => `${amount}|${markOf(amount, data)}`)),
    };
  },
  total: data => {
    const given = lines(amountsOf(data), 'select sum(amount) as total', 'from entry');
    return {
      starter: `${given};`,
      solution: lines(given, `where amount > ${data.limit};`),
      output: String(sumAbove(data)),
    };
  },
  unique: data => {
    const given = lines(entries(repeatedWords(data)), 'select word', 'from entry');
    return {
      starter: lines(given, 'order by position;'),
      solution: lines(given, 'group by word', 'order by min(position);'),
      output: lines(...data.labels.slice(0, 3)),
    };
  },
  tally: data => {
    const [a, b, c] = data.labels;
    const given = entries(repeatedWords(data));
    const ordered = [b, c].toSorted();
    return {
      starter: lines(given, 'select word', 'from entry;'),
      solution: lines(
        given,
        'select word, count(*) as times',
        'from entry',
        'group by word',
        'order by times desc, word;',
      ),
      output: lines(`${a}|2`, ...ordered.map(word => `${word}|1`)),
    };
  },
  lookup: data => {
    const [a, b, c] = data.labels;
    const given = lines(
      'with duration (part, minutes) as (',
      `  values (${single(a)}, ${data.amounts[0]}), (${single(b)}, ${data.amounts[1]})`,
      '),',
      'wanted (position, part) as (',
      `  values (1, ${single(a)}), (2, ${single(c)})`,
      ')',
    );
    return {
      starter: lines(given, 'select part', 'from wanted;'),
      solution: lines(
        given,
        'select wanted.part, coalesce(duration.minutes, 0) as minutes',
        'from wanted',
        'left join duration on duration.part = wanted.part',
        'order by wanted.position;',
      ),
      output: lines(`${a}|${data.amounts[0]}`, `${c}|0`),
    };
  },
};
