import {flag, oneOf, optional, text} from '../../lib/search.ts';

const ARCHIVED = ['only', 'too'] as const;

/** `archived`: those in the archive only, or all; `import`: a text is being imported. */
export type RoadmapsSearch = {text?: string; archived?: (typeof ARCHIVED)[number]; import?: true};

/** Reads what the list is asked to show by an address. */
export const roadmapsSearch = (search: Record<string, unknown>): RoadmapsSearch =>
  optional({
    text: text(search['text']),
    archived: oneOf(search['archived'], ARCHIVED),
    import: flag(search['import']),
  });

/** `edit`: the roadmap's text is being changed. */
export type RoadmapSearch = {edit?: true};

/** Reads what the page of a roadmap is asked to show by an address. */
export const roadmapSearch = (search: Record<string, unknown>): RoadmapSearch =>
  optional({edit: flag(search['edit'])});
