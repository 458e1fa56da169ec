import {isFields, numberOf, textList, textOf} from './lesson-fields.ts';
import type {CodeExample, Diagram, Exercise, Moment, Project, Video} from './lesson-shapes.ts';
import {webAddress} from './safe-link.ts';

// Each reads an item of a lesson as it is stored; null where it has another shape.

export function exercise(value: unknown): Exercise | null {
  if (!isFields(value)) return null;
  return {
    title: textOf(value['title']),
    difficulty: textOf(value['difficulty']),
    objective: textOf(value['learning_objective']),
    instructions: textOf(value['instructions']),
    starterCode: textOf(value['starter_code']),
    expectedOutput: textOf(value['expected_output']),
    hints: typeof value['hints'] === 'string' ? [value['hints']] : textList(value['hints']),
    solution: textOf(value['solution']),
  };
}

export function video(value: unknown): Video | null {
  if (!isFields(value)) return null;
  const id = textOf(value['video_id']);
  const known = webAddress(value['video_url']) ?? webAddress(value['embed_url']);
  return {
    title: textOf(value['title']),
    address: known ?? (/^[\w-]{6,20}$/.test(id) ? `https://www.youtube.com/watch?v=${id}` : null),
    channel: textOf(value['channel']),
    durationMinutes: numberOf(value['duration_minutes']),
  };
}

export const moment = (value: unknown): Moment | null =>
  isFields(value) ? {time: textOf(value['time']), description: textOf(value['description'])} : null;

export function diagram(value: unknown): Diagram | null {
  if (!isFields(value) || typeof value['mermaid_code'] !== 'string') return null;
  return {
    title: textOf(value['title']),
    description: textOf(value['description']),
    text: withoutFence(value['mermaid_code']),
  };
}

export function codeExample(value: unknown): CodeExample | null {
  if (!isFields(value) || typeof value['code'] !== 'string') return null;
  return {
    title: textOf(value['title']),
    language: textOf(value['language']),
    code: withoutFence(value['code']),
    explanation: textOf(value['explanation']),
  };
}

export function project(value: unknown): Project | null {
  if (!isFields(value)) return null;
  return {
    title: textOf(value['title']),
    description: textOf(value['description']),
    estimatedTime: textOf(value['estimated_time']),
    requirements: textList(value['requirements']),
    starterTemplate: textOf(value['starter_template']),
  };
}

/** Models wrap code in a fence though they are told not to. */
function withoutFence(code: string): string {
  return (
    /^\s*(?<fence>```|~~~)[^\n]*\n(?<inside>[\s\S]*?)\n?\k<fence>\s*$/.exec(code)?.groups?.['inside'] ?? code
  );
}
