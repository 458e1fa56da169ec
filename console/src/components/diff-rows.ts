import {compareLines} from '../../../domain/diff.ts';
import type {FieldDiff} from './diff-query.ts';

type Hunk = FieldDiff['hunks'][number];

/** A piece of a line; `isChanged`: the other line does not have it. */
type Piece = {text: string; isChanged: boolean};
export type DiffSide = {number: number; pieces: Piece[]};
/** A line of the comparison; a side that has no such line is null. */
export type DiffRow = {isSame: boolean; before: DiffSide | null; after: DiffSide | null};

/** Lines this long are told apart as a whole. */
const MAX_WORDS = 600;

/** The lines of a changed place beside each other: of a run of removed and added ones the first beside the first. */
export function rowsOf({beforeLine, afterLine, lines}: Hunk): DiffRow[] {
  const rows: DiffRow[] = [];
  let [before, after] = [beforeLine, afterLine];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = () => {
    for (let place = 0; place < Math.max(removed.length, added.length); place += 1) {
      const [old, fresh] = [removed[place], added[place]];
      const [oldPieces, freshPieces] = piecesOf(old, fresh);
      rows.push({
        isSame: false,
        before: old === undefined ? null : {number: before + place, pieces: oldPieces},
        after: fresh === undefined ? null : {number: after + place, pieces: freshPieces},
      });
    }
    before += removed.length;
    after += added.length;
    [removed, added] = [[], []];
  };
  for (const {kind, text} of lines) {
    if (kind === 'removed') {
      // What is removed after something was added is another change.
      if (added.length > 0) flush();
      removed.push(text);
    } else if (kind === 'added') added.push(text);
    else {
      flush();
      const pieces = [{text, isChanged: false}];
      rows.push({isSame: true, before: {number: before, pieces}, after: {number: after, pieces}});
      before += 1;
      after += 1;
    }
  }
  flush();
  return rows;
}

/** Which words of two lines differ; a line without another one is changed as a whole, and needs no marks. */
function piecesOf(old: string | undefined, fresh: string | undefined): [Piece[], Piece[]] {
  const plain = (text: string | undefined): Piece[] => [{text: text ?? '', isChanged: false}];
  if (old === undefined || fresh === undefined) return [plain(old), plain(fresh)];
  const [oldWords, freshWords] = [wordsOf(old), wordsOf(fresh)];
  if (oldWords.length > MAX_WORDS || freshWords.length > MAX_WORDS) return [plain(old), plain(fresh)];
  const compared = compareLines(oldWords, freshWords);
  const sameCount = compared.filter(({kind, text}) => kind === 'same' && text.trim() !== '').length;
  // Lines that share hardly a word are two lines: marks all over them would tell nothing.
  if (sameCount * 4 < Math.min(oldWords.length, freshWords.length)) return [plain(old), plain(fresh)];
  const side = (other: 'removed' | 'added'): Piece[] =>
    joined(
      compared
        .filter(({kind}) => kind === 'same' || kind === other)
        .map(({kind, text}) => ({text, isChanged: kind !== 'same'})),
    );
  return [side('removed'), side('added')];
}

const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.isChanged === piece.isChanged) last.text += piece.text;
    else result.push({...piece});
  }
  return result;
}

const FIELDS: Record<string, string> = {
  title: 'Title',
  description: 'Description',
  difficultyLevel: 'Difficulty',
  estimatedDuration: 'Minutes',
};

/** What people call a field: `content.key_takeaways` is Key takeaways. */
export function fieldName(field: string): string {
  if (Object.hasOwn(FIELDS, field)) return FIELDS[field] ?? field;
  const words = field.replace(/^content\./, '').replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
