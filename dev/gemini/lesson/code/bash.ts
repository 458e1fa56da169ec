import {lines, numbered, sumAbove, talliedWords, tallyOutput} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const bash: CodeWriter = {
  listing: data => {
    const given = lines(
      '#!/usr/bin/env bash',
      'set -euo pipefail',
      '',
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
  total: data => {
    const given = lines('#!/usr/bin/env bash', 'set -euo pipefail', '', `limit=${data.limit}`, 'total=0');
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
  tally: data => {
    const [a, b, c] = data.labels;
    const given = lines('#!/usr/bin/env bash', 'set -euo pipefail', '', 'declare -A counts');
    return {
      starter: lines(given, '# Count each word, then print the counts.'),
      solution: lines(
        given,
        `for word in ${talliedWords(data).join(' ')}; do`,
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
      '#!/usr/bin/env bash',
      'set -euo pipefail',
      '',
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
