import {lines, longestOf, marked, numbered, quoted, repeatedWords, sentenceOf, sumAbove} from './snippet.ts';
import {tallyOutput} from './snippet.ts';
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
  sentence: data => {
    const head = 'func sentence(parts []string) string {';
    const main = ['}', '', 'func main() {', `\tfmt.Println(sentence(${list(data.labels)}))`, '}'];
    return {
      starter: file(head, '\treturn ""', ...main),
      solution: file(
        head,
        '\tlast := len(parts) - 1',
        '\ttext := parts[0]',
        '\tfor _, part := range parts[1:last] {',
        '\t\ttext += ", " + part',
        '\t}',
        '\treturn text + " and " + parts[last]',
        ...main,
      ),
      output: sentenceOf(data),
    };
  },
  longest: data => {
    const given = ['func main() {', '\tlongest := ""', `\tfor _, word := range ${list(data.labels)} {`];
    const print = ['\t}', '\tfmt.Println(longest)', '}'];
    return {
      starter: file(...given, '\t\tlongest = word', ...print),
      solution: file(
        ...given,
        '\t\tif len(word) > len(longest) {',
        '\t\t\tlongest = word',
        '\t\t}',
        ...print,
      ),
      output: longestOf(data),
    };
  },
  mark: data => {
    const given = [
      'func main() {',
      `\tlimit := ${data.limit}`,
      `\tfor _, amount := range []int{${data.amounts.join(', ')}} {`,
      '\t\tverdict := "ok"',
    ];
    const print = ['\t\tfmt.Printf("%d: %s\\n", amount, verdict)', '\t}', '}'];
    return {
      starter: file(...given, '\t\t_ = limit', ...print),
      solution: file(...given, '\t\tif amount > limit {', '\t\t\tverdict = "above"', '\t\t}', ...print),
      output: marked(data),
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
  unique: data => {
    const given = [
      'func main() {',
      '\tseen := map[string]bool{}',
      `\tfor _, word := range ${list(repeatedWords(data))} {`,
    ];
    const print = ['\t\tfmt.Println(word)', '\t}', '}'];
    return {
      starter: file(...given, '\t\tseen[word] = true', ...print),
      solution: file(
        ...given,
        '\t\tif seen[word] {',
        '\t\t\tcontinue',
        '\t\t}',
        '\t\tseen[word] = true',
        ...print,
      ),
      output: lines(...data.labels.slice(0, 3)),
    };
  },
  tally: data => {
    const [a, b, c] = data.labels;
    const given = [
      'func main() {',
      '\tcounts := map[string]int{}',
      `\tfor _, word := range ${list(repeatedWords(data))} {`,
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
