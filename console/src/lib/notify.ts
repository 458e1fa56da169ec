import {notifications} from '@mantine/notifications';
import {messageOf} from './api-error.ts';

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  notifications.show({message, color: 'teal', autoClose: 6_000});
};

/** Says that something was not done, and why; it stays until it is closed. */
export const notifyRefused = (title: string, message: string): void => {
  notifications.show({title, message, color: 'red', autoClose: false});
};

/** For `onError` of a mutation: says what was not done, and why. */
export const notifyError =
  (title: string) =>
  (error: unknown): void =>
    notifyRefused(title, messageOf(error));

/** Says what became of an act: the API answers with its own words either way. Returns whether it was done. */
export function notifyOutcome(title: string, outcome: {success: boolean; message: string}): boolean {
  if (outcome.success) notifyDone(outcome.message);
  else notifyRefused(title, outcome.message);
  return outcome.success;
}
