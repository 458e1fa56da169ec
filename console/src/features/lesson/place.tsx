import {Anchor, Group, Text} from '@mantine/core';
import {useQuery} from '@tanstack/react-query';
import {Link} from '@tanstack/react-router';
import {CellStateMark} from '../../components/cell-state-mark.tsx';
import {CELL_STATE_TEXTS, STYLE_LABELS, type Style} from '../../components/cell-state.ts';
import {type LessonText, placeQuery} from './queries.ts';
import {staleWord} from './words.ts';

/** Which cell a lesson belongs to: step, number and style, the roadmaps that want it, and how the cell is now. */
export function Place({lesson, cellId}: {lesson: LessonText; cellId: number | null}) {
  const {roadmapStepTitle, lessonNumber, learningStyle, difficultyLevel, estimatedDuration} = lesson;
  return (
    <>
      <Text component="span" inherit>
        {roadmapStepTitle} · lesson {lessonNumber} · {styleLabel(learningStyle)} · {difficultyLevel} ·{' '}
        {estimatedDuration} min
      </Text>
      {cellId === null ? (
        <Text inherit>No roadmap wants it any more: it belongs to no cell.</Text>
      ) : (
        <CellNow cellId={cellId} stepTitle={roadmapStepTitle} />
      )}
    </>
  );
}

export const styleLabel = (style: string): string => STYLE_LABELS[style as Style] ?? style;

function CellNow({cellId, stepTitle}: {cellId: number; stepTitle: string}) {
  const {data} = useQuery(placeQuery(cellId));
  if (data === undefined) return null;
  const {cell, roadmaps} = data;
  return (
    <Group gap="xs" mt={2} style={{rowGap: 0}}>
      {cell && (
        <Group gap={6} wrap="nowrap" component="span">
          <CellStateMark state={cell.state} isDecorative />
          <span>
            {CELL_STATE_TEXTS[cell.state].label}
            {cell.staleReason !== null && `: ${staleWord(cell.staleReason)}`}
          </span>
        </Group>
      )}
      {roadmaps.length > 0 && (
        <span>
          in{' '}
          {roadmaps.map(({roadmapKey, title}, place) => (
            <span key={roadmapKey}>
              {place > 0 && ', '}
              <Anchor
                inherit
                underline="always"
                renderRoot={props => (
                  <Link {...props} to="/" search={{roadmapKeys: [roadmapKey], text: stepTitle}} />
                )}
              >
                {title}
              </Anchor>
            </span>
          ))}
        </span>
      )}
    </Group>
  );
}
