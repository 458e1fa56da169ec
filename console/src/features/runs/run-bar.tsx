import {Group, Text} from '@mantine/core';
import {count} from '../../lib/format.ts';
import classes from './run-bar.module.css';
import {type Share, SHARE_LABELS} from './shares.ts';

/** What became of cells, as a bar. It bears the counts in words, which `RunBarKey` shows, too. */
export function RunBar({shares, label, isThin = false}: {shares: Share[]; label: string; isThin?: boolean}) {
  return (
    <div
      className={isThin ? `${classes['bar']} ${classes['thin']}` : classes['bar']}
      role="img"
      aria-label={`${label}: ${wordsOf(shares)}`}
    >
      {shares.map(({kind, cellCount}) => (
        <div
          key={kind}
          className={`${classes['share']} ${classes[kind]}`}
          style={{flex: `${cellCount} 0 0`}}
        />
      ))}
    </div>
  );
}

/** 12 made, 3 left */
export const wordsOf = (shares: readonly Share[]): string =>
  shares.map(({kind, cellCount}) => `${count(cellCount)} ${SHARE_LABELS[kind]}`).join(', ') || 'no cells';

/** What the patterns of a bar mean, with the counts. */
export function RunBarKey({shares}: {shares: Share[]}) {
  return (
    <Group gap="md" style={{rowGap: 2}}>
      {shares.map(({kind, cellCount}) => (
        <Text key={kind} size="sm" component="span" className={classes['key'] ?? ''}>
          <span className={`${classes['share']} ${classes[kind]} ${classes['swatch']}`} aria-hidden />
          {count(cellCount)} {SHARE_LABELS[kind]}
        </Text>
      ))}
    </Group>
  );
}
