import type {LanguageName} from '../language.ts';
import {bash} from './bash.ts';
import {go} from './go.ts';
import {javascript, typescript} from './javascript.ts';
import {python} from './python.ts';
import type {CodeWriter} from './snippet.ts';
import {sql} from './sql.ts';
import {yaml} from './yaml.ts';

export const CODE_WRITERS: Record<LanguageName, CodeWriter> = {
  bash,
  go,
  javascript,
  python,
  sql,
  typescript,
  yaml,
};
