import type {Task} from '../code/snippet.ts';
import type {LanguageName} from '../language.ts';
import {MANIFESTS} from './manifests.ts';
import {PROGRAMS} from './programs.ts';
import type {TaskText} from './task-text.ts';

export type {TaskText} from './task-text.ts';

/** What a task says in a language: programs count and print, manifests describe. */
export function taskText(language: LanguageName, task: Task): TaskText {
  return (language === 'yaml' ? MANIFESTS : PROGRAMS)[task];
}
