import {Skeleton, Stack, Table, Text, Title} from '@mantine/core';
import {useInfiniteQuery} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {AnchorLink} from '../../components/links.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {RunState} from '../../components/run-state.tsx';
import {runKind} from '../../components/run-words.ts';
import {Time} from '../../components/time.tsx';
import {MoreButton} from '../../components/more-button.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {count, duration, usd, usdRange} from '../../lib/format.ts';
import {endedRunsQuery, type Run} from './queries.ts';
import {tookMs, verdictOn} from './words.ts';

/** Runs that have ended, the newest first. */
export function EndedRuns({startButton}: {startButton: ReactNode}) {
  const list = useInfiniteQuery(endedRunsQuery);
  const {data, error, refetch} = list;
  const runs = data?.pages.flatMap(({nodes}) => nodes);
  return (
    <section aria-labelledby="ended-runs">
      <Title order={2} id="ended-runs" mb="xs">
        Ended
      </Title>
      {error && <ErrorNote title="The runs could not be loaded" error={error} onRetry={refetch} />}
      {!runs && !error && <Skeleton h={240} />}
      {runs?.length === 0 && (
        <EmptyState title="No run has ended yet" action={startButton}>
          A run makes lessons for cells that have none that is good, within the dollars that you allow. The
          schedule starts one each night.
        </EmptyState>
      )}
      {runs && runs.length > 0 && (
        <Stack align="flex-start">
          <WideTable minWidth={860} label="Runs that have ended">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Run</Table.Th>
                <Table.Th>Started</Table.Th>
                <Table.Th className="number">Took</Table.Th>
                <Table.Th className="number">Made</Table.Th>
                <Table.Th className="number">In quarantine</Table.Th>
                <Table.Th className="number">Failed</Table.Th>
                <Table.Th className="number">Left</Table.Th>
                <Table.Th className="number">Spent</Table.Th>
                <Table.Th>End</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.map(run => (
                <EndedRun key={run.runId} run={run} />
              ))}
            </Table.Tbody>
          </WideTable>
          <MoreButton query={list} what="runs" />
        </Stack>
      )}
    </section>
  );
}

const orNone = (value: number): string => (value === 0 ? '–' : count(value));

function EndedRun({run}: {run: Run}) {
  const {runId, kind, state, causeText, openedAt, quote, spentUsd} = run;
  return (
    <Table.Tr>
      <Table.Td>
        <AnchorLink to="/runs/$runId" params={{runId: String(runId)}} inherit fw={600}>
          Run {runId}
        </AnchorLink>
        <Text size="xs" c="var(--preheat-soft)">
          {runKind(kind)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Time value={openedAt} />
      </Table.Td>
      <Table.Td className="number">{duration(tookMs(run))}</Table.Td>
      <Table.Td className="number">
        {count(run.publishedCount)} of {count(run.wantedCount)}
      </Table.Td>
      <Table.Td className="number">{orNone(run.quarantinedCount)}</Table.Td>
      <Table.Td className="number">{orNone(run.failedCount)}</Table.Td>
      <Table.Td className="number">{orNone(run.pendingCount)}</Table.Td>
      <Table.Td className="number">
        {usd(spentUsd)}
        {quote !== null && (
          <Text size="xs" c="var(--preheat-soft)">
            {verdictOn(quote.usd, spentUsd)} {usdRange(quote.usd)}
          </Text>
        )}
      </Table.Td>
      <Table.Td maw={280}>
        <RunState state={state} />
        {state !== 'finished' && causeText !== null && (
          <Text size="xs" c="var(--preheat-soft)" mt={2}>
            {causeText}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
