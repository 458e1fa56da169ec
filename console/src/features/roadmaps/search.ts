import {optional, text} from '../../lib/search.ts';

export type RoadmapsSearch = {text?: string};

/** Reads what the page is asked to show by an address. */
export const roadmapsSearch = (search: Record<string, unknown>): RoadmapsSearch =>
  optional({text: text(search['text'])});
