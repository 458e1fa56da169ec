/** What YouTube is asked for. */
export function searchWords({stepTitle, roadmapTitle}: {stepTitle: string; roadmapTitle: string}): string {
  const isNamed = stepTitle.toLowerCase().includes(roadmapTitle.toLowerCase());
  const words = `${isNamed ? '' : roadmapTitle} ${stepTitle} tutorial`;
  // In a query, `|` means "or" and a hyphen before a word leaves out what has it.
  return words
    .replace(/\||(?<!\S)-+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
