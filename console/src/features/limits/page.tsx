import {Alert, Badge, Group, Skeleton, Stack} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {EmptyState} from '../../components/empty-state.tsx';
import {ErrorNote} from '../../components/error-note.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {useCan} from '../../lib/viewer.ts';
import {BreakerNote} from './breaker-note.tsx';
import {LearntLimits} from './learnt-limits.tsx';
import {LimitActions} from './limit-actions.tsx';
import {LimitTable} from './limit-table.tsx';
import {PriceTable} from './price-table.tsx';
import {type Limits, limitsQuery} from './queries.ts';
import {QuotaDay} from './quota-day.tsx';
import {QuotesHeld} from './quotes-held.tsx';

/** What may be sent and spent: limits in force, what is used of them, prices. */
export function LimitsPage() {
  const {data: limits, error, refetch} = useQuery(limitsQuery);
  const isAdmin = useCan('ADMIN');
  return (
    <>
      <PageHeader title="Limits" actions={isAdmin && limits && <LimitActions limits={limits} />}>
        {limits && (
          <Group gap="xs" mt={4}>
            <span>Of {limits.model}.</span>
            {limits.emulated && (
              <Badge variant="default" tt="none">
                Emulator: nothing is billed
              </Badge>
            )}
          </Group>
        )}
      </PageHeader>
      {error && !limits && (
        <ErrorNote title="The limits could not be loaded" error={error} onRetry={refetch} />
      )}
      {limits === undefined && !error && <Skeleton h={420} />}
      {limits === null && (
        <EmptyState title="This server makes no lessons">
          It has no model, so there are no limits. Look at the console of the server that does.
        </EmptyState>
      )}
      {limits && <Parts limits={limits} />}
    </>
  );
}

function Parts({limits}: {limits: Limits}) {
  const {shutdown, breaker} = limits;
  return (
    <Stack gap="xl">
      {shutdown?.isNear && (
        <Alert color="red" title={`The model ends on ${shutdown.date}`} c="var(--mantine-color-text)">
          {shutdown.warning}
        </Alert>
      )}
      {breaker && <BreakerNote breaker={breaker} />}
      <LimitTable limits={limits} />
      <LearntLimits limits={limits} />
      <QuotaDay limits={limits} />
      <PriceTable limits={limits} />
      <QuotesHeld calibration={limits.calibration} />
    </Stack>
  );
}
