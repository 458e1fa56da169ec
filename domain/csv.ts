/** What a cell of a table may be; moments are written as ISO 8601, nothing (null) as an empty cell. */
export type CsvValue = string | number | boolean | Date | null;

/** What a spreadsheet takes for the beginning of a formula, also behind spaces. */
const FORMULA = /^[\s\0]*[=+\-@\t\r＝＋－＠]/u;

/** Behind a semicolon, at which spreadsheets of some languages split. */
const INNER_FORMULA = /(;\s*)(?=[=+\-@＝＋－＠])/gu;

/** Spaces at an end as well: some readers cut them off. */
const needsQuotes = (text: string): boolean => /[",\r\n]/.test(text) || text !== text.trim();

/**
 * One cell. Texts that a spreadsheet would run as a formula get a `'` before them: learners write comments, and
 * `=HYPERLINK(…)` is one.
 */
function cellText(value: CsvValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const whole = FORMULA.test(value) ? `'${value}` : value;
  const safe = whole.replace(INNER_FORMULA, "$1'");
  return needsQuotes(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table as CSV (RFC 4180): comma, CRLF after each row, quotes where they are needed, a head of names.
 *
 * @param columns the name of each column and its cell of a row
 */
export function csvText<Row>(
  columns: readonly (readonly [name: string, cell: (row: Row) => CsvValue])[],
  rows: readonly Row[],
): string {
  const head = columns.map(([name]) => cellText(name));
  const lines = rows.map(row => columns.map(([, cell]) => cellText(cell(row))));
  return [head, ...lines].map(cells => `${cells.join(',')}\r\n`).join('');
}
