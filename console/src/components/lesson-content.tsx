import {Alert, Stack, Title, type TitleOrder} from '@mantine/core';
import {Component, type ReactNode, useMemo} from 'react';
import {Code} from './code.tsx';
import {Fold} from './fold.tsx';
import {PartBody} from './lesson-part.tsx';
import {isStandIn, lessonParts} from './lesson-parts.ts';
import type {LessonPart} from './lesson-shapes.ts';

type LessonContentProps = {
  /** As it is stored: any JSON value. */
  content: unknown;
  style: string;
  /** Given where the page does not show it. */
  title?: string;
  /** Where its headings stand in the page's order; 3 unless told otherwise. */
  headingLevel?: TitleOrder;
};

/** A lesson as learners read it: folded hints and solutions, a quiz that can be taken, and nothing that runs. */
export function LessonContent({content, style, title, headingLevel = 3}: LessonContentProps) {
  const parts = useMemo(() => lessonParts(content, style), [content, style]);
  const [read, rest] = [parts.filter(({kind}) => kind !== 'rest'), parts.filter(({kind}) => kind === 'rest')];
  const level = (title === undefined ? headingLevel : Math.min(6, headingLevel + 1)) as TitleOrder;
  return (
    <Stack gap="lg" maw={880}>
      {title !== undefined && <Title order={headingLevel}>{title}</Title>}
      {isStandIn(content) && (
        <Alert color="yellow" title="A stand-in">
          The application wrote it when no lesson could be made.
        </Alert>
      )}
      {parts.length === 0 && <Alert color="yellow" title="There is nothing in this lesson" />}
      {read.map(part => (
        <section key={part.key} aria-label={part.heading}>
          <Title order={level} mb={6}>
            {part.heading}
          </Title>
          <Shown part={part}>
            <PartBody part={part} headingLevel={Math.min(6, level + 1) as TitleOrder} />
          </Shown>
        </section>
      ))}
      {rest.length > 0 && (
        <section aria-label="As it is stored">
          <Fold summary={`As it is stored: ${rest.map(({key}) => key).join(', ')}`}>
            {rest.map(part => (
              <Stored key={part.key} part={part} />
            ))}
          </Fold>
        </section>
      )}
    </Stack>
  );
}

const Stored = ({part}: {part: LessonPart}) => (
  <Code
    code={JSON.stringify('value' in part ? part.value : part, null, 2)}
    language="json"
    label={part.key}
  />
);

/** One part that cannot be shown must not take the others with it. */
class Shown extends Component<{part: LessonPart; children: ReactNode}, {isBroken: boolean}> {
  override state = {isBroken: false};

  static getDerivedStateFromError = () => ({isBroken: true});

  override render() {
    return this.state.isBroken ? <Stored part={this.props.part} /> : this.props.children;
  }
}
