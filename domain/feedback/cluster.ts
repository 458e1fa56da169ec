import {fingerprint, similarity} from '../checks/siblings.ts';
import type {DraftText} from '../checks/draft-texts.ts';
import type {CommentRemark} from './feedback.ts';

/** Comments that say nearly the same; the newest speaks for all. */
export type Cluster = {newest: CommentRemark; members: CommentRemark[]};

/**
 * From which share of common runs of three words two comments count as one. Half: one word more or less in a sentence of
 * ten leaves more in common, while "is broken" and "is not broken" have less.
 */
const MIN_SIMILARITY = 0.5;

/**
 * Joins comments that repeat each other, however they are spaced, capitalised and punctuated. Each joins the first
 * cluster whose newest comment it resembles.
 *
 * @param comments the newest first
 * @returns the clusters in the same order
 */
export function clusterComments(comments: readonly CommentRemark[]): Cluster[] {
  const clusters: (Cluster & {print: readonly number[]})[] = [];
  for (const comment of comments) {
    const print = printOf(comment.text);
    const known = clusters.find(cluster => similarity(cluster.print, print) >= MIN_SIMILARITY);
    if (known) known.members.push(comment);
    else clusters.push({newest: comment, members: [comment], print});
  }
  return clusters.map(({newest, members}) => ({newest, members}));
}

/** Compatible forms of letters are one here: a word in full-width letters is the same word. */
function printOf(text: string): readonly number[] {
  const prose = text.normalize('NFKC');
  const whole: DraftText = {
    path: '',
    key: '',
    text: prose,
    isCode: false,
    prose,
    fences: [],
    isFenceBalanced: true,
  };
  return fingerprint([whole]);
}
