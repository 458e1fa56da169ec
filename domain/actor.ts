/** Who did something: the id of a user, `cli` for somebody at a terminal, `preheat` for Preheat itself. */
export type Actor = {
  id: string;
  /** The role that the actor had when it was done. */
  role: string;
};
