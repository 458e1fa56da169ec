import {Skeleton, Stack, Table, Text, Title} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {ActorName} from '../../components/actor-name.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {count, percent} from '../../lib/format.ts';
import {type Agreement, agreementQuery} from './moderator-queries.ts';
import {lessons} from './progress-line.tsx';
import {REASONS} from './verdict.ts';

type Row = Agreement['overall'] & {of?: string | null};

/** How far mentors agree, and what the queue's estimate is worth. */
export function AgreementFigures() {
  const agreement = useQuery(agreementQuery);
  if (agreement.isPending) return <Skeleton h={200} />;
  if (agreement.isLoadingError)
    return (
      <ErrorNote
        title="The figures could not be loaded"
        error={agreement.error}
        onRetry={agreement.refetch}
      />
    );
  const {overall, byMentor, byReason, calibration} = agreement.data;
  if (overall.unitCount === 0)
    return (
      <EmptyState title="No lesson has two verdicts yet">
        A share of lessons is given to a second mentor, who is not told the first verdict.
      </EmptyState>
    );
  return (
    <Stack gap="md">
      <Text size="sm">{summary(overall)}</Text>
      <Figures title="By mentor" first="Mentor" rows={byMentor} name={of => <ActorName id={of} />} />
      <Figures
        title="By reason"
        first="Reason"
        rows={byReason}
        name={of => REASONS.find(({value}) => value === of)?.label ?? of}
      />
      <Text size="sm" c="var(--preheat-soft)">
        Alpha (Krippendorff) and AC1 (Gwet) are 1 where all agree and 0 where they agree no more than by
        chance; AC1 stays of use where nearly all verdicts are the same. Below 0.67 verdicts should not decide
        alone.
      </Text>
      <Text size="sm">{calibrationText(calibration)}</Text>
    </Stack>
  );
}

const summary = ({unitCount, share, alpha, ac1}: Row): string =>
  `${lessons(unitCount)} with two verdicts or more: ${share === null ? 'no share can be said' : `${percent(share)} of pairs are equal`}; alpha ${figure(alpha)}, AC1 ${figure(ac1)}.`;

function calibrationText({reviewCount, expectedBadShare, badShare}: Agreement['calibration']): string {
  if (reviewCount === 0 || expectedBadShare === null || badShare === null)
    return 'What the queue expects cannot be compared with verdicts yet: no lesson that was offered by chance was reviewed.';
  return `Of ${lessons(reviewCount)} that were offered by chance, mentors found fault with ${percent(badShare)}; the queue expected ${percent(expectedBadShare)}.`;
}

const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

function Figures({
  title,
  first,
  rows,
  name,
}: {
  title: string;
  first: string;
  rows: readonly Row[];
  name: (of: string) => ReactNode;
}) {
  if (rows.length === 0) return null;
  return (
    <div>
      <Title order={4} size="h5" mb={4}>
        {title}
      </Title>
      <Table.ScrollContainer minWidth={460}>
        <Table aria-label={title} maw={720}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{first}</Table.Th>
              <Table.Th className="number">Lessons</Table.Th>
              <Table.Th className="number">Equal</Table.Th>
              <Table.Th className="number">Alpha</Table.Th>
              <Table.Th className="number">AC1</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({of = null, unitCount, share, alpha, ac1}) => (
              <Table.Tr key={of}>
                <Table.Th scope="row" fw={400}>
                  {name(of ?? '')}
                </Table.Th>
                <Table.Td className="number">{count(unitCount)}</Table.Td>
                <Table.Td className="number">{share === null ? '–' : percent(share)}</Table.Td>
                <Table.Td className="number">{figure(alpha)}</Table.Td>
                <Table.Td className="number">{figure(ac1)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
