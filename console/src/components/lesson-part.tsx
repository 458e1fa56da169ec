import {Badge, Group, List, Paper, Stack, Text, Title, type TitleOrder} from '@mantine/core';
import {plural} from '../lib/format.ts';
import {Code} from './code.tsx';
import {Fold} from './fold.tsx';
import type {CodeExample, Diagram, Exercise, LessonPart, Project, Video} from './lesson-shapes.ts';
import {Markdown} from './markdown.tsx';
import {Mermaid} from './mermaid.tsx';
import {OutsideLink} from './outside-link.tsx';
import {Quiz} from './quiz.tsx';

type PartProps = {part: LessonPart; headingLevel: TitleOrder};

/** A part of a lesson below its heading. */
export function PartBody({part, headingLevel}: PartProps) {
  switch (part.kind) {
    case 'text':
      return <Markdown text={part.text} headingLevel={headingLevel} />;
    case 'notice':
      return <Text>{part.text}</Text>;
    case 'list':
      return <TextList items={part.items} />;
    case 'picture':
      return (
        <OutsideLink href={part.address}>
          {part.author === '' ? 'Show the image' : `Show the image by ${part.author}`}
        </OutsideLink>
      );
    case 'video':
      return <VideoLink video={part.video} />;
    case 'moments':
      return (
        <List spacing={2}>
          {part.moments.map(({time, description}, place) => (
            <List.Item key={place}>
              <b>{time}</b> {description}
            </List.Item>
          ))}
        </List>
      );
    case 'exercises':
      return (
        <Stack gap="sm">
          {part.exercises.map((exercise, place) => (
            <ExerciseCard key={place} exercise={exercise} number={place + 1} headingLevel={headingLevel} />
          ))}
        </Stack>
      );
    case 'project':
      return <ProjectBody project={part.project} headingLevel={headingLevel} />;
    case 'diagrams':
      return part.diagrams.map((diagram, place) => (
        <DiagramBody key={place} diagram={diagram} headingLevel={headingLevel} />
      ));
    case 'code':
      return part.examples.map((example, place) => (
        <ExampleBody key={place} example={example} headingLevel={headingLevel} />
      ));
    case 'quiz':
      return <Quiz items={part.items} />;
    case 'rest':
      return null;
  }
}

const TextList = ({items}: {items: readonly string[]}) => (
  <List spacing={2}>
    {items.map((item, place) => (
      <List.Item key={place}>
        <Markdown text={item} isInline />
      </List.Item>
    ))}
  </List>
);

function VideoLink({video: {title, address, channel, durationMinutes}}: {video: Video}) {
  const name = title.trim() || 'Video without a title';
  const facts = [channel, durationMinutes === null ? '' : `${durationMinutes} min`].filter(Boolean);
  return (
    <Text>
      <OutsideLink href={address}>{name}</OutsideLink>
      {facts.length > 0 && ` · ${facts.join(' · ')}`}
      {address === null && ' · its address is missing'}
    </Text>
  );
}

/** Whether something was said at all. */
const Labelled = ({label, code}: {label: string; code: string}) =>
  code.trim() === '' ? null : <Code code={code} label={label} />;

type ExerciseProps = {exercise: Exercise; number: number; headingLevel: TitleOrder};

function ExerciseCard({exercise, number, headingLevel}: ExerciseProps) {
  const {title, difficulty, objective, instructions, starterCode, expectedOutput, hints, solution} = exercise;
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb={4}>
        <Title order={headingLevel} size="md">
          {number}. {title}
        </Title>
        {difficulty !== '' && (
          <Badge variant="default" size="sm" tt="none">
            {difficulty}
          </Badge>
        )}
      </Group>
      {objective !== '' && (
        <Text size="sm" c="var(--preheat-soft)" component="div" mb={4}>
          <Markdown text={objective} isInline />
        </Text>
      )}
      <Markdown text={instructions} headingLevel={Math.min(6, headingLevel + 1)} />
      <Labelled label="Starter code" code={starterCode} />
      {expectedOutput.trim() !== '' && <Code code={expectedOutput} language="text" label="Expected output" />}
      {hints.map((hint, place) => (
        <Fold key={place} summary={hints.length === 1 ? 'Hint' : `Hint ${place + 1} of ${hints.length}`}>
          <Markdown text={hint} headingLevel={6} />
        </Fold>
      ))}
      {solution.trim() !== '' && (
        <Fold summary="Solution">
          <Labelled label="Solution" code={solution} />
        </Fold>
      )}
    </Paper>
  );
}

function ProjectBody({project, headingLevel}: {project: Project; headingLevel: TitleOrder}) {
  const {title, description, estimatedTime, requirements, starterTemplate} = project;
  return (
    <Paper withBorder p="sm">
      <Title order={headingLevel} size="md" mb={4}>
        {title}
      </Title>
      {estimatedTime !== '' && (
        <Text size="sm" c="var(--preheat-soft)">
          {estimatedTime}
        </Text>
      )}
      <Markdown text={description} headingLevel={Math.min(6, headingLevel + 1)} />
      {requirements.length > 0 && (
        <>
          <Text fw={600} size="sm" mt="xs">
            {plural(requirements.length, 'requirement')}
          </Text>
          <TextList items={requirements} />
        </>
      )}
      <Labelled label="Starter template" code={starterTemplate} />
    </Paper>
  );
}

function DiagramBody({diagram, headingLevel}: {diagram: Diagram; headingLevel: TitleOrder}) {
  const {title, description, text} = diagram;
  return (
    <div>
      {title !== '' && (
        <Title order={headingLevel} size="md">
          {title}
        </Title>
      )}
      <Mermaid text={text} alt={description || title} />
      {description !== '' && (
        <Text size="sm" c="var(--preheat-soft)" mb="md">
          {description}
        </Text>
      )}
    </div>
  );
}

function ExampleBody({example, headingLevel}: {example: CodeExample; headingLevel: TitleOrder}) {
  const {title, language, code, explanation} = example;
  return (
    <div>
      {title !== '' && (
        <Title order={headingLevel} size="md">
          {title}
        </Title>
      )}
      <Code code={code} {...(language !== '' && {language})} />
      <Markdown text={explanation} headingLevel={Math.min(6, headingLevel + 1)} />
    </div>
  );
}
