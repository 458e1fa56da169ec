/** One thing worth saying about any subject: as a concept, a paragraph, a takeaway and a question. */
export type Facet = {
  /** A single word, used as data in code. */
  word: string;
  concept: string;
  /** Sentences about the subject's title, whether it is one thing or several: no verb may have to agree with it. */
  paragraph: (title: string) => string;
  takeaway: string;
  question: (title: string) => string;
  right: string;
  wrong: readonly [string, string, string];
  why: string;
};
