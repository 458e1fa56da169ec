import {lines, sumAbove, talliedWords} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const single = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Outputs as psql prints them with `--tuples-only --no-align`. */
export const sql: CodeWriter = {
  listing: ({title, labels}) => {
    const given = lines(
      'with part (position, name) as (',
      `  values ${labels.map((label, index) => `(${index + 1}, ${single(label)})`).join(', ')}`,
      ')',
    );
    return {
      starter: lines(given, 'select name', 'from part;'),
      solution: lines(
        given,
        `select ${single(title)} as title, position, name`,
        'from part',
        'order by position;',
      ),
      output: lines(...labels.map((label, index) => `${title}|${index + 1}|${label}`)),
    };
  },
  total: data => {
    const given = lines(
      'with entry (amount) as (',
      `  values ${data.amounts.map(amount => `(${amount})`).join(', ')}`,
      ')',
      'select sum(amount) as total',
      'from entry',
    );
    return {
      starter: `${given};`,
      solution: lines(given, `where amount > ${data.limit};`),
      output: String(sumAbove(data)),
    };
  },
  tally: data => {
    const [a, b, c] = data.labels;
    const given = lines(
      'with entry (word) as (',
      `  values ${talliedWords(data)
        .map(word => `(${single(word)})`)
        .join(', ')}`,
      ')',
    );
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
