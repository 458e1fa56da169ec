import {Alert, Table, Text, Title} from '@mantine/core';
import {WideTable} from '../../components/wide-table.tsx';
import {count, duration, minutesRange, usd, usdRange} from '../../lib/format.ts';
import type {Run} from './queries.ts';
import {tookMs, verdictOn} from './words.ts';

/** What a run that has ended took, beside what it was quoted. */
export function RunOutcome({run}: {run: Run}) {
  return run.endedAt !== null && run.quote !== null ? <Comparison run={run} quote={run.quote} /> : null;
}

/** Why a run ended before all of its cells were tried; nothing where it did not. */
export function StopNote({run: {state, endedAt, causeText, causeMessage}}: {run: Run}) {
  if (endedAt === null || state === 'finished') return null;
  return (
    <Alert
      color="red"
      variant="light"
      title={state === 'lost' ? 'It was lost' : 'Why it stopped before its end'}
      styles={{message: {color: 'var(--mantine-color-text)'}}}
    >
      <Text size="sm">{causeText ?? 'Nothing is known of the reason.'}</Text>
      {causeMessage !== null && (
        <Text size="xs" mt={2}>
          {causeMessage}
        </Text>
      )}
    </Alert>
  );
}

const VERDICTS = {below: 'Below', within: 'As quoted', above: 'Above'} as const;

function Comparison({run, quote}: {run: Run; quote: NonNullable<Run['quote']>}) {
  const decided = run.wantedCount - run.pendingCount;
  const minutes = tookMs(run) / 60_000;
  // A run that stopped early took less than it was quoted for all of its cells: that is no verdict on the quote.
  const isWhole = run.pendingCount === 0;
  const rows = [
    {name: 'Cells', quoted: count(quote.cellCount), taken: `${count(decided)} decided`, verdict: ''},
    {
      name: 'Dollars',
      quoted: usdRange(quote.usd),
      taken: usd(run.spentUsd),
      verdict: isWhole ? VERDICTS[verdictOn(quote.usd, run.spentUsd)] : '',
    },
    {
      name: 'Time',
      quoted: minutesRange(quote.minutes),
      taken: duration(tookMs(run)),
      verdict: isWhole ? VERDICTS[verdictOn(quote.minutes, minutes)] : '',
    },
  ];
  return (
    <section aria-labelledby="run-quote">
      <Title order={2} id="run-quote" mb={4}>
        Quote and outcome
      </Title>
      <WideTable minWidth={340} maxWidth={560} label="Quote and outcome">
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th className="number">Quoted</Table.Th>
            <Table.Th className="number">Taken</Table.Th>
            <Table.Th>Verdict</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({name, quoted, taken, verdict}) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td className="number">{quoted}</Table.Td>
              <Table.Td className="number">{taken}</Table.Td>
              <Table.Td>{verdict}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {!isWhole && (
        <Text size="xs" c="var(--preheat-soft)">
          It ended before all of its cells were tried, so the quote, which is for all of them, is not judged.
        </Text>
      )}
    </section>
  );
}
