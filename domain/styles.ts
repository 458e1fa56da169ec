/** The learning styles of the reader, in the order in which a lesson's cells are walked. */
export const STYLES = ['hands_on', 'video', 'reading', 'mixed'] as const;

export type Style = (typeof STYLES)[number];

/** The reader's difficulty levels (its column holds at most 20 characters). */
export const DIFFICULTIES = ['beginner', 'intermediate', 'advanced'] as const;

export type Difficulty = (typeof DIFFICULTIES)[number];
