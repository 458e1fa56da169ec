/** A task in words; the code comes from the language's writer. */
export type TaskText = {
  title: string;
  instructions: (title: string) => string;
  hints: readonly [string, string, string];
  objective: string;
  /** What a finished example of it shows. */
  explanation: (title: string) => string;
};
