import {Stack, Text, Title} from '@mantine/core';
import {plural, usdGiven, usdRange, usdShort} from '../../lib/format.ts';
import {type MoneyBar, moneyBar} from './money.ts';
import classes from './money-bar.module.css';
import type {Run} from './queries.ts';

/** What a run spent, against what it was quoted and what it may spend. */
export function RunMoney({run}: {run: Run}) {
  const bar = moneyBar(run);
  return (
    <Stack gap={4} component="section" aria-labelledby="run-money">
      <Title order={2} id="run-money">
        Dollars
      </Title>
      {bar && (
        <div className={classes['frame']} aria-hidden>
          <div className={classes['bar']}>
            <div className={classes['spent']} style={{width: `${bar.spent}%`}} />
            <div className={classes['reserved']} style={{width: `${bar.reserved}%`}} />
          </div>
          {bar.band && (
            <div
              className={classes['band']}
              style={{left: `${bar.band.from}%`, width: `${bar.band.to - bar.band.from}%`}}
            />
          )}
          {bar.cap !== null && <div className={classes['cap']} style={{left: `${bar.cap}%`}} />}
        </div>
      )}
      <Text>{moneyText(run, bar)}</Text>
      {run.lostCallCount > 0 && (
        <Text size="sm" c="var(--preheat-soft)">
          {usdShort(run.lostUsd)} of it for {plural(run.lostCallCount, 'call')} that got no answer: the
          provider may bill them.
        </Text>
      )}
    </Stack>
  );
}

function moneyText({spentUsd, reservedUsd, maxUsd, quote}: Run, bar: MoneyBar | null): string {
  const parts = [
    `${usdShort(spentUsd)} spent`,
    reservedUsd > 0 ? `${usdShort(reservedUsd)} set aside for calls in flight` : null,
    quote === null ? 'no quote' : `quoted ${usdRange(quote.usd)} (the frame)`,
    maxUsd === null ? 'no cap' : `cap ${usdGiven(maxUsd)}${bar?.cap == null ? '' : ' (the line)'}`,
  ];
  return parts.filter(part => part !== null).join(' · ');
}
