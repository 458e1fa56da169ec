import type {Actor} from '../domain/actor.ts';

/** Whoever may run the command: the audit log knows no more of them. */
export const AT_A_TERMINAL: Actor = {id: 'cli', role: 'admin'};
