import {lazy, Suspense} from 'react';
import classes from './markdown.module.css';

const View = lazy(async () => ({default: (await import('./markdown-view.tsx')).MarkdownView}));

/** Longer texts are shown as they are: a page must not stand still for one field. */
const MAX_CHARACTERS = 200_000;

export type MarkdownProps = {
  text: string;
  /** Where the largest heading of the text stands in the page's order; 3 unless told otherwise. */
  headingLevel?: number;
  /** Within a sentence, a label or a list item: no paragraph of its own. */
  isInline?: boolean;
};

/**
 * Markdown of a model, a mentor or a learner. Nothing in it can run or load: HTML is shown as text, links lead only to
 * http(s) addresses in another tab, and images are links.
 */
export function Markdown(props: MarkdownProps) {
  const {text, isInline = false} = props;
  if (text.trim() === '') return null;
  const plain = isInline ? <span>{text}</span> : <div className={classes['plain']}>{text}</div>;
  if (text.length > MAX_CHARACTERS) return plain;
  return (
    <Suspense fallback={plain}>
      <View {...props} />
    </Suspense>
  );
}
