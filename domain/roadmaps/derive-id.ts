/**
 * The id of a roadmap that gives none: `C++ for Games` is `c-plus-plus-for-games`.
 *
 * Null where letters would be lost, since two titles that differ only there would overwrite each other:
 * such a roadmap has to name its id.
 */
export function deriveId(title: string): string | null {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('+', ' plus ')
    .replaceAll('#', ' sharp ');
  if (/[^\p{ASCII}]/u.test(plain.replaceAll(/[^\p{L}\p{N}]/gu, ''))) return null;
  const id = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return id === '' ? null : id;
}
