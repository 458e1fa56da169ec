import {Anchor, Text} from '@mantine/core';
import {useState} from 'react';
import {plural} from '../../lib/format.ts';
import {type Change, changesOf, withoutOwn} from './changes.ts';
import type {AuditEvent} from './queries.ts';

/** More are shown when asked for. */
const SHOWN = 4;
const SHOWN_CHARACTERS = 160;

/** What an act changed, and nothing else of what it noted. */
export function Changes({event: {before, after, lessonId}}: {event: AuditEvent}) {
  const [isOpen, setIsOpen] = useState(false);
  const changes = withoutOwn(changesOf(before, after), lessonId);
  // Of an act that notes only what it left, there is nothing to compare that with.
  const isComparison = changes.some(change => change.before !== null);
  const isLong =
    changes.length > SHOWN ||
    changes.some(change =>
      [change.before, change.after].some(text => (text?.length ?? 0) > SHOWN_CHARACTERS),
    );
  const shown = isOpen ? changes : changes.slice(0, SHOWN);
  return (
    <>
      {shown.map(change => (
        <ChangeLine key={change.field} change={change} isComparison={isComparison} isWhole={isOpen} />
      ))}
      {isLong && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Show less' : `Show all of ${plural(changes.length, 'change')}`}
        </Anchor>
      )}
    </>
  );
}

function ChangeLine({
  change: {field, before, after},
  isComparison,
  isWhole,
}: {
  change: Change;
  isComparison: boolean;
  isWhole: boolean;
}) {
  const cut = (text: string | null) =>
    text === null || isWhole || text.length <= SHOWN_CHARACTERS
      ? text
      : `${text.slice(0, SHOWN_CHARACTERS)}…`;
  return (
    <Text size="sm" component="div" style={{overflowWrap: 'anywhere', whiteSpace: 'pre-line'}}>
      <Text span size="xs" c="var(--preheat-soft)">
        {field}{' '}
      </Text>
      {isComparison && (
        <>
          {before === null ? <i>nothing</i> : <del>{cut(before)}</del>}
          <span aria-hidden> → </span>
        </>
      )}
      {after === null ? <i>nothing</i> : <span>{cut(after)}</span>}
    </Text>
  );
}
