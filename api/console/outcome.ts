import {builder} from '../graphql/builder.ts';

/** What became of an act, for people: not done where `success` is false, and nothing has changed then. */
export type Outcome = {success: boolean; message: string};

export const done = (message: string): Outcome => ({success: true, message});
export const notDone = (message: string): Outcome => ({success: false, message});

export const OutcomeType = builder.objectRef<Outcome>('Outcome').implement({
  description: 'What became of an act. Nothing has changed where `success` is false.',
  fields: t => ({success: t.exposeBoolean('success'), message: t.exposeString('message')}),
});
