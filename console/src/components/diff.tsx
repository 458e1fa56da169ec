import {Group, Stack, Text, Title, type TitleOrder, VisuallyHidden} from '@mantine/core';
import {useElementSize} from '@mantine/hooks';
import {count} from '../lib/format.ts';
import type {FieldDiff} from './diff-query.ts';
import {type DiffRow, type DiffSide, fieldName, rowsOf} from './diff-rows.ts';
import classes from './diff.module.css';

/** Two texts beside each other need this much room, in pixels. */
const WIDE = 720;

type DiffProps = {
  fields: readonly FieldDiff[];
  /** What the two are called, as v2. */
  before?: string;
  after?: string;
  headingLevel?: TitleOrder;
};

/** What differs between two lessons, field by field; side by side where there is room. */
export function Diff({fields, before = 'Before', after = 'After', headingLevel = 3}: DiffProps) {
  const {ref, width} = useElementSize();
  const isWide = width >= WIDE;
  return (
    <Stack gap="md" ref={ref}>
      {fields.length === 0 && <Text>There is no difference in what learners read.</Text>}
      {fields.map(field => (
        <section key={field.field} aria-label={fieldName(field.field)}>
          <Group gap="sm" mb={4}>
            <Title order={headingLevel} size="md">
              {fieldName(field.field)}
            </Title>
            <Text size="sm" c="var(--preheat-soft)">
              {changeText(field)}
            </Text>
          </Group>
          <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Changed lines">
            <table className={classes['table']}>
              <caption>
                <VisuallyHidden>
                  {fieldName(field.field)}: {before} compared with {after}
                </VisuallyHidden>
              </caption>
              <colgroup>
                <col className={classes['numbers']} />
                <col />
                {isWide && <col className={classes['numbers']} />}
                {isWide && <col />}
              </colgroup>
              {isWide && (
                <thead>
                  <tr>
                    <th colSpan={2}>{before}</th>
                    <th colSpan={2}>{after}</th>
                  </tr>
                </thead>
              )}
              {field.hunks.map(hunk => (
                <tbody key={`${hunk.beforeLine}:${hunk.afterLine}`}>
                  {rowsOf(hunk).map((row, place) =>
                    isWide ? <WideRow key={place} row={row} /> : <NarrowRows key={place} row={row} />,
                  )}
                </tbody>
              ))}
            </table>
          </div>
        </section>
      ))}
    </Stack>
  );
}

function changeText({hunks}: FieldDiff): string {
  const lines = hunks.flatMap(hunk => hunk.lines);
  const countOf = (wanted: string) => count(lines.filter(({kind}) => kind === wanted).length);
  return `${countOf('removed')} removed, ${countOf('added')} added`;
}

const WideRow = ({row: {isSame, before, after}}: {row: DiffRow}) => (
  <tr>
    <Side side={before} kind={isSame ? 'same' : 'removed'} />
    <Side side={after} kind={isSame ? 'same' : 'added'} />
  </tr>
);

function NarrowRows({row: {isSame, before, after}}: {row: DiffRow}) {
  return (
    <>
      {before && (
        <tr>
          <Side side={before} kind={isSame ? 'same' : 'removed'} />
        </tr>
      )}
      {after && !isSame && (
        <tr>
          <Side side={after} kind="added" />
        </tr>
      )}
    </>
  );
}

const SIGNS = {same: ' ', removed: '−', added: '+'} as const;

function Side({side, kind}: {side: DiffSide | null; kind: keyof typeof SIGNS}) {
  if (side === null) return <td colSpan={2} className={classes['none']} />;
  return (
    <>
      <td className={classes['line']} data-kind={kind}>
        {side.number}
      </td>
      <td className={classes['text']} data-kind={kind}>
        {kind !== 'same' && <VisuallyHidden>{kind}: </VisuallyHidden>}
        <span aria-hidden className={classes['sign']}>
          {SIGNS[kind]}
        </span>
        {side.pieces.map(({text, isChanged}, place) =>
          isChanged ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
        )}
      </td>
    </>
  );
}
