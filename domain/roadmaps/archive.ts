/** Why a roadmap is neither archived nor restored here. */
export const OF_APPLICATION =
  "This roadmap is the learning application's own: archive or change it there, then run `npx preheat import --from-application`.";
