import {Document, isMap, isSeq} from 'yaml';
import {STYLES} from '../styles.ts';
import type {Roadmap, RoadmapStep} from './roadmap.ts';

/** A roadmap in the documented format (docs/roadmap-format.md): what is read from it is the same roadmap. */
export function roadmapText({id, title, description, category, steps}: Roadmap): string {
  const document = new Document({
    id,
    title,
    ...(description !== '' && {description}),
    ...(category !== '' && {category}),
    steps: steps.map(stepData),
  });
  const list = document.get('steps');
  for (const step of isSeq(list) ? list.items : []) {
    const styles: unknown = isMap(step) ? step.get('styles') : undefined;
    if (isSeq(styles)) styles.flow = true;
  }
  return document.toString({
    // Where it breaks lines the library does not always read back what it wrote (a line of blanks after `\r\n`).
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    flowCollectionPadding: false,
  });
}

/** Without what the format takes for granted. */
function stepData({title, description, difficulty, lessonCount, styles}: RoadmapStep) {
  return {
    title,
    ...(description !== '' && {description}),
    difficulty,
    ...(lessonCount !== 1 && {lessons: lessonCount}),
    ...(styles.length !== STYLES.length && {styles}),
  };
}
