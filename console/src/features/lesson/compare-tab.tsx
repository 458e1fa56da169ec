import {Group, Radio, Skeleton, Stack, type TitleOrder} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {diffQuery} from '../../components/diff-query.ts';
import {Diff} from '../../components/diff.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import type {LessonId} from '../../lib/graphql.ts';
import {comparedWith, has, type Version} from './versions.ts';

type CompareProps = {
  version: Version;
  versions: readonly Version[];
  /** The lesson that it is compared with; by itself the live one, or the one before it. */
  against: LessonId | undefined;
  onAgainst: (lessonId: LessonId) => void;
  headingLevel: TitleOrder;
};

/** What differs between this version and another one of its cell. */
export function CompareTab({version, versions, against, onAgainst, headingLevel}: CompareProps) {
  const others = versions.filter(({number}) => number !== version.number);
  const named = against === undefined ? undefined : others.find(other => has(other, against));
  const other = named ?? comparedWith(version, versions);
  if (other === null)
    return (
      <EmptyState title="There is one version only">
        Regenerate it with instructions to have another one to compare it with.
      </EmptyState>
    );
  return (
    <Stack>
      <Radio.Group
        label={`Compare ${version.name} with`}
        value={String(other.number)}
        onChange={number => {
          const chosen = others.find(one => String(one.number) === number);
          if (chosen) onAgainst(chosen.row.lessonId);
        }}
      >
        <Group mt={4}>
          {others.map(({number, name, state}) => (
            <Radio
              key={number}
              value={String(number)}
              label={state === 'parked' ? name : `${name} (${state})`}
            />
          ))}
        </Group>
      </Radio.Group>
      <Difference before={other} after={version} headingLevel={headingLevel} />
    </Stack>
  );
}

type DifferenceProps = {before: Version; after: Version; headingLevel: TitleOrder};

function Difference({before, after, headingLevel}: DifferenceProps) {
  const {data, error, refetch} = useQuery(diffQuery(before.row.lessonId, after.row.lessonId));
  if (error && !data) return <ErrorNote title="The two cannot be compared" error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton h={240} />;
  if (data === null) return <EmptyState title="One of the two lessons is not there any more" />;
  return <Diff fields={data} before={before.name} after={after.name} headingLevel={headingLevel} />;
}
