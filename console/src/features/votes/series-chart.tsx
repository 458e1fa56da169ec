import '@mantine/charts/styles.css';
import {BarChart} from '@mantine/charts';
import type {VoteWeek} from './queries.ts';
import {weekName} from './weeks.ts';

/** Votes of each week as bars, up and down on each other. Loaded on demand: charts are large. */
export function SeriesChart({weeks, height}: {weeks: readonly VoteWeek[]; height: number}) {
  return (
    <BarChart
      h={height}
      data={weeks.map(({weekStart, upvotes, downvotes}) => ({
        week: weekName(weekStart),
        Up: upvotes,
        Down: downvotes,
      }))}
      dataKey="week"
      type="stacked"
      series={[
        {name: 'Up', color: 'var(--preheat-served)'},
        {name: 'Down', color: 'var(--preheat-rejected)'},
      ]}
      withLegend
      valueFormatter={value => value.toLocaleString('en-US')}
      // The table below is for those who do not see the picture: it has no stop of its own for the keyboard.
      barChartProps={{accessibilityLayer: false}}
      barProps={{isAnimationActive: false}}
    />
  );
}
