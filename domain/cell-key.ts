import {type Style, STYLES} from './styles.ts';

/** The words that name a cell: what a learner asks for. */
export type CellKey = {stepTitle: string; lessonNumber: number; style: Style};

export const isStyle = (text: string): text is Style => (STYLES as readonly string[]).includes(text);
