/** A list as the API gives it as a file. */
export type CsvFile = {filename: string; text: string; rowCount: number; isCut: boolean};

/** Hands a text to the browser as a file. */
export function download(filename: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(url);
}
