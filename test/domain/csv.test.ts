import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {csvText, type CsvValue} from '../../domain/csv.ts';

const table = (rows: CsvValue[][]) =>
  csvText(
    [
      ['a', (row: CsvValue[]) => row[0] ?? null],
      ['b', row => row[1] ?? null],
    ],
    rows,
  );

/** A reader by RFC 4180, written apart from the writer. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && sign === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at += 1;
    } else cell += sign;
  }
  return rows;
}

/** Texts with what is special in CSV. */
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', ' ', ',', '"', "'", '\r', '\n', '\t', '=', '+', '-', '@', 'é', '＝'),
});

describe('csvText', () => {
  test('rows end with CRLF, below a head', () => {
    expect(table([['x', 'y']])).toBe('a,b\r\nx,y\r\n');
    expect(table([])).toBe('a,b\r\n');
  });

  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "yes"', '"say ""yes"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\rlines', '"two\rlines"'],
    [' end ', '" end "'],
    [null, ''],
    [-1.5, '-1.5'],
    [0, '0'],
    [true, 'true'],
    [new Date('2026-01-02T03:04:05.678Z'), '2026-01-02T03:04:05.678Z'],
  ])('%j is written as %j', (value, cell) => {
    expect(table([[value, 'y']])).toBe(`a,b\r\n${cell},y\r\n`);
  });

  test.each(['=1+1', '+1', '-1', '@sum(a)', '\t=1', '\r=1', '\n=1', ' =1', '\0=1', '＝1', '＠x'])(
    'the text %j begins no formula',
    value => {
      expect(read(table([[value, '']]))[1]).toEqual([`'${value}`, '']);
    },
  );

  test('nor does what stands behind a semicolon, at which spreadsheets of some languages split', () => {
    expect(read(table([['nice;=1+1; @x;y', '']]))[1]).toEqual(["nice;'=1+1; '@x;y", '']);
  });

  test.each(["'=1", 'a=1', '1-2', 'x@y'])('the text %j is none, and stays', value => {
    expect(read(table([[value, '']]))[1]).toEqual([value, '']);
  });

  test('names of columns are safe, too', () => {
    expect(csvText([['=a,b', () => null]], [])).toBe('"\'=a,b"\r\n');
  });

  test('whatever the texts, what is read is what was written, but for the sign before a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), rows => {
        const found = read(table(rows)).slice(1);
        expect(found.map(cells => cells.map(cell => cell.replace(/^'(?=[\s]*[=+\-@\t\r＝])/u, '')))).toEqual(
          rows.map(cells => cells.map(cell => cell.replace(/^'(?=[\s]*[=+\-@\t\r＝])/u, ''))),
        );
      }),
    );
  });

  test('no text begins a cell with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(text, value => {
        const [cell = ''] = read(table([[value, '']]))[1] ?? [];
        expect(cell.trimStart()).not.toMatch(/^[=+\-@＝]/u);
        expect(cell).not.toMatch(/^[\t\r]/);
      }),
    );
  });
});
