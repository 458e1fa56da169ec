import {Table, Text, Title} from '@mantine/core';
import {OutsideLink} from '../../components/outside-link.tsx';
import {WideTable} from '../../components/wide-table.tsx';
import {usdGiven} from '../../lib/format.ts';
import type {Limits} from './queries.ts';

/** What the model costs, since when that was checked, and when it ends. */
export function PriceTable({limits: {model, prices: table, shutdown, emulated}}: {limits: Limits}) {
  const {prices, asOf, source, serviceTier} = table;
  return (
    <section aria-labelledby="prices">
      <Title order={2} id="prices" mb={4}>
        Prices of {model}
      </Title>
      {prices.length === 0 ? (
        <Text>
          No price is known: no run can start with this model. Set GEMINI_INPUT_USD_PER_MILLION and
          GEMINI_OUTPUT_USD_PER_MILLION, or another GEMINI_MODEL.
        </Text>
      ) : (
        <WideTable minWidth={560} maxWidth={760} label="Prices">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>From</Table.Th>
              <Table.Th className="number">Input</Table.Th>
              <Table.Th className="number">Cached input</Table.Th>
              <Table.Th className="number">Output, thinking included</Table.Th>
              <Table.Th>In force</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {prices.map(price => (
              <Table.Tr key={price.from ?? ''}>
                <Table.Td>{price.from ?? 'the beginning'}</Table.Td>
                <Table.Td className="number">{usdGiven(price.inputUsdPerMillion)}</Table.Td>
                <Table.Td className="number">{usdGiven(price.cachedInputUsdPerMillion)}</Table.Td>
                <Table.Td className="number">{usdGiven(price.outputUsdPerMillion)}</Table.Td>
                <Table.Td>{price.isInForce ? 'Yes' : ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <Text size="xs" c="var(--preheat-soft)" mt={4}>
        Dollars for a million tokens, service tier {serviceTier}. <Source source={source} asOf={asOf} />
        {emulated && ' The emulator counts as what it stands in for; nothing is billed.'}
      </Text>
      {shutdown && !shutdown.isNear && (
        <Text size="sm" mt="xs">
          {shutdown.warning}
        </Text>
      )}
    </section>
  );
}

/** The words of the API may name an address: it can be followed. */
function Source({source, asOf}: {source: string; asOf: string | null}) {
  if (asOf === null) return <>Configured by {source}.</>;
  const [address] = /https:\/\/[^\s)]+/.exec(source) ?? [];
  const [before = source, after = ''] = address === undefined ? [source] : source.split(address);
  return (
    <>
      Checked on {asOf}, by {before}
      {address !== undefined && <OutsideLink href={address}>{new URL(address).host}</OutsideLink>}
      {after}.
    </>
  );
}
