import {percent} from '../../lib/format.ts';
import type {Coverage} from './queries.ts';

const [WIDTH, HEIGHT, EDGE] = [240, 30, 3];

/** The share that was served, day by day. A line of one point would say nothing. */
export function Sparkline({days}: {days: Coverage['days']}) {
  if (days.length < 2) return null;
  const shares = days.map(({cellCount, servedCount}) => (cellCount === 0 ? 1 : servedCount / cellCount));
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const points = shares.map((share, index) => {
    const x = EDGE + (index / (shares.length - 1)) * (WIDTH - 2 * EDGE);
    const y = high === low ? HEIGHT / 2 : EDGE + ((high - share) / (high - low)) * (HEIGHT - 2 * EDGE);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const [first = 1, last = 1] = [shares[0], shares.at(-1)];
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
      role="img"
      aria-label={`The last ${days.length} days: from ${percent(first)} to ${percent(last)}, between ${percent(low)} and ${percent(high)}`}
      style={{color: 'var(--preheat-served)', display: 'block', marginTop: 4}}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}
