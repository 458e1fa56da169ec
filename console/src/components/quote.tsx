import {Group, Skeleton, Stack, Text} from '@mantine/core';
import {useDebouncedValue} from '@mantine/hooks';
import {IconAlertTriangle} from '@tabler/icons-react';
import {keepPreviousData, queryOptions, useQuery} from '@tanstack/react-query';
import {minutesRange, plural, usdRange} from '../lib/format.ts';
import type {ResultOf, VariablesOf} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';
import {ErrorNote} from './error-note.tsx';
import {basisOf, beyondOf} from './quote-text.ts';
import {QuoteDocument, type RunFilter} from './run-filter.ts';

export type {RunFilter} from './run-filter.ts';

type Quote = NonNullable<ResultOf<typeof QuoteDocument>['quote']['quote']>;

/** What is known of the price of a run. */
export type QuoteState = {
  /** Null until it is known, where there is none, and without a filter. */
  quote: Quote | null;
  /** Why there is no quote, in words; else empty. */
  message: string;
  /** Whether the quote is that of what is asked now, and not of what was asked a moment ago. */
  isSettled: boolean;
  error: Error | null;
  refetch: () => unknown;
};

/** Under which quotes are kept: what changes cells makes them anew. */
export const QUOTE_KEY = 'quote';

/** A person types: the quote is asked for once they pause. */
const PAUSE_MS = 300;

const quoteQuery = (variables: string) =>
  queryOptions({
    queryKey: [QUOTE_KEY, variables],
    queryFn: async ({signal}) =>
      (await request(QuoteDocument, JSON.parse(variables) as VariablesOf<typeof QuoteDocument>, signal))
        .quote,
    // What it counts changes with each lesson.
    staleTime: 0,
    placeholderData: keepPreviousData,
  });

/**
 * What a run with this filter would take.
 *
 * @param filter null: nothing is asked
 * @param maxUsd the dollars that it may spend; null or left out: no cap
 */
export function useQuote(filter: RunFilter | null, maxUsd: number | null = null): QuoteState {
  const asked = JSON.stringify({filter, maxUsd});
  const [settled] = useDebouncedValue(asked, PAUSE_MS);
  const {data, error, isPlaceholderData, refetch} = useQuery({
    ...quoteQuery(settled),
    enabled: filter !== null && settled === asked,
  });
  const given = filter === null ? undefined : data;
  return {
    quote: given?.quote ?? null,
    message: given?.message ?? '',
    isSettled: given !== undefined && !isPlaceholderData && settled === asked,
    error: filter === null ? null : error,
    refetch,
  };
}

/** What a run with this filter would take, in a line or two; announced when it changes. */
export function QuoteLine({filter, maxUsd = null}: {filter: RunFilter | null; maxUsd?: number | null}) {
  return <QuoteText {...useQuote(filter, maxUsd)} />;
}

/** A quote that was asked for already. */
export function QuoteText({quote, message, isSettled, error, refetch}: QuoteState) {
  if (error !== null) return <ErrorNote title="There is no quote" error={error} onRetry={refetch} />;
  return (
    <Stack gap={2} role="status" mih={44} style={{opacity: isSettled || quote === null ? 1 : 0.6}}>
      {quote === null && message === '' && (
        <Skeleton h={44} role="img" aria-label="The quote is being made" />
      )}
      {message !== '' && (
        <Text size="sm">
          <b>There is no quote.</b> {message}
        </Text>
      )}
      {quote !== null && (quote.cellCount === 0 ? <Nothing /> : <Figures quote={quote} />)}
    </Stack>
  );
}

const Nothing = () => <Text size="sm">No cell fits: there is nothing to fill.</Text>;

function Figures({quote}: {quote: Quote}) {
  const {cellCount, usd: dollars, minutes, basedOnLessons} = quote;
  return (
    <>
      <Group gap="md" style={{rowGap: 0}}>
        <Text fw={650}>{plural(cellCount, 'cell')}</Text>
        <Text fw={650}>{usdRange(dollars)}</Text>
        <Text fw={650}>{minutesRange(minutes)}</Text>
        <Text size="xs" c="var(--preheat-soft)">
          {basisOf(basedOnLessons)}
        </Text>
      </Group>
      {beyondOf(quote).map(text => (
        <Group key={text} gap={6} wrap="nowrap" align="flex-start">
          <IconAlertTriangle
            size={16}
            aria-hidden
            style={{color: 'var(--preheat-stale)', flex: 'none', marginTop: 2}}
          />
          <Text size="sm">{text}</Text>
        </Group>
      ))}
    </>
  );
}
