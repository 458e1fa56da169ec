import {lines, numbered, quoted, sumAbove, talliedWords, tallyOutput} from './snippet.ts';
import type {CodeWriter} from './snippet.ts';

const list = (items: readonly string[]): string => `[]string{${items.map(quoted).join(', ')}}`;
const file = (...body: readonly string[]): string => lines('package main', '', 'import "fmt"', '', ...body);

export const go: CodeWriter = {
  listing: data => {
    const given = [
      'func main() {',
      `\tfmt.Println(${quoted(data.title)})`,
      `\tparts := ${list(data.labels)}`,
      '\tfor index, part := range parts {',
    ];
    return {
      starter: file(
        ...given,
        '\t\t// Print the position, counted from 1, before the part.',
        '\t\tfmt.Println(index, part)',
        '\t}',
        '}',
      ),
      solution: file(...given, '\t\tfmt.Printf("%d. %s\\n", index+1, part)', '\t}', '}'),
      output: numbered(data),
    };
  },
  total: data => {
    const head = 'func totalAbove(amounts []int, limit int) int {';
    const main = [
      'func main() {',
      `\tfmt.Println(totalAbove([]int{${data.amounts.join(', ')}}, ${data.limit}))`,
      '}',
    ];
    return {
      starter: file(head, '\treturn 0', '}', '', ...main),
      solution: file(
        head,
        '\ttotal := 0',
        '\tfor _, amount := range amounts {',
        '\t\tif amount > limit {',
        '\t\t\ttotal += amount',
        '\t\t}',
        '\t}',
        '\treturn total',
        '}',
        '',
        ...main,
      ),
      output: String(sumAbove(data)),
    };
  },
  tally: data => {
    const [a, b, c] = data.labels;
    const given = [
      'func main() {',
      '\tcounts := map[string]int{}',
      `\tfor _, word := range ${list(talliedWords(data))} {`,
    ];
    const print = [
      '\t}',
      `\tfor _, word := range ${list([a, b, c])} {`,
      '\t\tfmt.Printf("%s: %d\\n", word, counts[word])',
      '\t}',
      '}',
    ];
    return {
      starter: file(...given, '\t\t// Count the word.', '\t\t_ = word', ...print),
      solution: file(...given, '\t\tcounts[word]++', ...print),
      output: tallyOutput(data),
    };
  },
  lookup: data => {
    const [a, b, c] = data.labels;
    const given = lines(
      `var minutes = map[string]int{${quoted(a)}: ${data.amounts[0]}, ${quoted(b)}: ${data.amounts[1]}}`,
      '',
      'func minutesFor(part string) int {',
    );
    const main = [
      '}',
      '',
      'func main() {',
      `\tfmt.Println(minutesFor(${quoted(a)}))`,
      `\tfmt.Println(minutesFor(${quoted(c)}))`,
      '}',
    ];
    return {
      starter: file(given, '\treturn 0', ...main),
      solution: file(
        given,
        '\tvalue, found := minutes[part]',
        '\tif !found {',
        '\t\treturn 0',
        '\t}',
        '\treturn value',
        ...main,
      ),
      output: lines(String(data.amounts[0]), '0'),
    };
  },
};
