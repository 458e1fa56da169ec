/** The address where it leads to a web page; else undefined. What a browser would read as a script is none. */
export function webAddress(href: unknown): string | undefined {
  if (typeof href !== 'string') return undefined;
  try {
    const url = new URL(href.trim());
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    // Not an address by itself: what is relative here was relative to a page that we do not know.
    return undefined;
  }
}
