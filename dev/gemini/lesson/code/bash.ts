import {lines, longestOf, marked, numbered, repeatedWords, sentenceOf, sumAbove} from './snippet.ts';
import {tallyOutput} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const STRICT = lines('#!/usr/bin/env bash', 'set -euo pipefail', '');

const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const bash: CodeWriter = {
  listing: data => {
    const given = lines(
      STRICT,
      `title=${single(data.title)}`,
      `parts=(${data.labels.join(' ')})`,
      '',
      'printf "%s\\n" "$title"',
    );
    return {
      starter: lines(given, '# Print each part on a line of its own, numbered from 1.'),
      solution: lines(
        given,
        'position=1',
        'for part in "${parts[@]}"; do',
        '  printf "%d. %s\\n" "$position" "$part"',
        '  position=$((position + 1))',
        'done',
      ),
      output: numbered(data),
    };
  },
  sentence: data => {
    const given = lines(STRICT, `parts=(${data.labels.join(' ')})`, 'last=$((${#parts[@]} - 1))');
    return {
      starter: lines(
        given,
        '# Join the parts with commas, and the last two with "and".',
        'echo "${parts[*]}"',
      ),
      solution: lines(
        given,
        'text=${parts[0]}',
        'for part in "${parts[@]:1:last-1}"; do',
        '  text+=", $part"',
        'done',
        'echo "$text and ${parts[last]}"',
      ),
      output: sentenceOf(data),
    };
  },
  longest: data => {
    const given = lines(STRICT, 'longest=""', `for word in ${data.labels.join(' ')}; do`);
    return {
      starter: lines(given, '  longest=$word', 'done', 'echo "$longest"'),
      solution: lines(
        given,
        '  if [ "${#word}" -gt "${#longest}" ]; then',
        '    longest=$word',
        '  fi',
        'done',
        'echo "$longest"',
      ),
      output: longestOf(data),
    };
  },
  mark: data => {
    const given = lines(STRICT, `limit=${data.limit}`, `for amount in ${data.amounts.join(' ')}; do`);
    return {
      starter: lines(given, '  echo "$amount"', 'done'),
      solution: lines(
        given,
        '  verdict=ok',
        '  if [ "$amount" -gt "$limit" ]; then',
        '    verdict=above',
        '  fi',
        '  echo "$amount: $verdict"',
        'done',
      ),
      output: marked(data),
    };
  },
  total: data => {
    const given = lines(STRICT, `limit=${data.limit}`, 'total=0');
    return {
      starter: lines(
        given,
        `# Add up those of ${data.amounts.join(', ')} that are above the limit.`,
        'echo "$total"',
      ),
      solution: lines(
        given,
        `for amount in ${data.amounts.join(' ')}; do`,
        '  if [ "$amount" -gt "$limit" ]; then',
        '    total=$((total + amount))',
        '  fi',
        'done',
        'echo "$total"',
      ),
      output: String(sumAbove(data)),
    };
  },
  unique: data => {
    const given = lines(STRICT, 'declare -A seen', `for word in ${repeatedWords(data).join(' ')}; do`);
    return {
      starter: lines(given, '  echo "$word"', 'done'),
      solution: lines(
        given,
        '  if [ -z "${seen[$word]:-}" ]; then',
        '    seen[$word]=yes',
        '    echo "$word"',
        '  fi',
        'done',
      ),
      output: lines(...data.labels.slice(0, 3)),
    };
  },
  tally: data => {
    const [a, b, c] = data.labels;
    const given = lines(STRICT, 'declare -A counts');
    return {
      starter: lines(given, '# Count each word, then print the counts.'),
      solution: lines(
        given,
        `for word in ${repeatedWords(data).join(' ')}; do`,
        '  counts[$word]=$((${counts[$word]:-0} + 1))',
        'done',
        `for word in ${a} ${b} ${c}; do`,
        '  echo "$word: ${counts[$word]}"',
        'done',
      ),
      output: tallyOutput(data),
    };
  },
  lookup: data => {
    const [a, b, c] = data.labels;
    const given = lines(
      STRICT,
      `declare -A minutes=([${a}]=${data.amounts[0]} [${b}]=${data.amounts[1]})`,
      '',
      'minutes_for() {',
    );
    return {
      starter: lines(given, '  echo "${minutes[$1]}"', '}'),
      solution: lines(given, '  echo "${minutes[$1]:-0}"', '}', '', `minutes_for ${a}`, `minutes_for ${c}`),
      output: lines(String(data.amounts[0]), '0'),
    };
  },
};
