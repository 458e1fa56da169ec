/** One thing that a person has to change in a roadmap file before it can be imported. */
export type Problem = {
  file: string;
  /** From 1. A missing field has the line of what should hold it. */
  line: number;
  /** Like `steps[3].title`, counted from 0; `YAML` or `file` where no field can be named. */
  field: string;
  /** What is wrong and what to do. */
  message: string;
};

/** `file:line: field: message`, which editors and terminals turn into a link. */
export function formatProblem({file, line, field, message}: Problem): string {
  return `${file}:${line}: ${field}: ${message}`;
}

/** `['steps', 3, 'title']` as `steps[3].title`. */
export function formatField(path: readonly PropertyKey[]): string {
  let field = '';
  for (const key of path) {
    if (typeof key === 'string' && /^[\w-]+$/.test(key)) field += field === '' ? key : `.${key}`;
    else field += `[${typeof key === 'number' ? key : quote(key)}]`;
  }
  return field === '' ? 'file' : field;
}

/** A value of the file as a message shows it: on one line, short, and with nothing that moves a terminal's cursor. */
export function quote(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    character => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );
  const characters = Array.from(text);
  return characters.length > 80 ? `${characters.slice(0, 77).join('')}…` : text;
}
