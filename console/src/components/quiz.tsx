import {Button, Group, Paper, Radio, Stack, Text} from '@mantine/core';
import {IconCheck, IconX} from '@tabler/icons-react';
import {useId, useState} from 'react';
import {Markdown} from './markdown.tsx';
import {letterOf, type QuizItem} from './quiz-items.ts';

/** A quiz that can be taken, as a learner would. */
export function Quiz({items}: {items: readonly QuizItem[]}) {
  const [takenCount, setTakenCount] = useState(0);
  return <Taking key={takenCount} items={items} onAgain={() => setTakenCount(takenCount + 1)} />;
}

function Taking({items, onAgain}: {items: readonly QuizItem[]; onAgain: () => void}) {
  const [results, setResults] = useState<ReadonlyMap<number, boolean>>(new Map());
  const rightCount = [...results.values()].filter(Boolean).length;
  return (
    <Stack gap="sm">
      {items.map((item, place) => (
        <Question
          // The questions of a lesson never change their places.
          key={place}
          item={item}
          number={place + 1}
          onChecked={isRight => setResults(new Map(results).set(place, isRight))}
        />
      ))}
      <Group justify="space-between">
        <Text size="sm" c="var(--preheat-soft)" role="status">
          {results.size === 0
            ? 'Choose an answer, then check it.'
            : `${rightCount} right of ${results.size} checked; ${items.length} in all.`}
        </Text>
        {results.size > 0 && (
          <Button size="xs" variant="default" onClick={onAgain}>
            Start the quiz again
          </Button>
        )}
      </Group>
    </Stack>
  );
}

type QuestionProps = {item: QuizItem; number: number; onChecked: (isRight: boolean) => void};

function Question({item, number, onChecked}: QuestionProps) {
  const {question, options, answer, explanation} = item;
  const [chosen, setChosen] = useState<string | null>(null);
  const [isChecked, setIsChecked] = useState(false);
  const labelId = useId();
  const isRight = chosen !== null && Number(chosen) === answer;
  const check = () => {
    setIsChecked(true);
    if (answer !== null && chosen !== null) onChecked(isRight);
  };
  return (
    <Paper withBorder p="sm">
      <Text id={labelId} fw={600} component="div" mb={6}>
        {number}. <Markdown text={question} isInline />
      </Text>
      <Radio.Group
        aria-labelledby={labelId}
        value={chosen}
        onChange={value => {
          setChosen(value);
          setIsChecked(false);
        }}
      >
        <Stack gap={6}>
          {options.map((option, place) => (
            <Radio
              key={place}
              value={String(place)}
              label={
                <>
                  {letterOf(place)}. <Markdown text={option} isInline />
                </>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      <div aria-live="polite">
        {isChecked && chosen === null && (
          <Text size="sm" mt="sm">
            Choose an answer first.
          </Text>
        )}
        {isChecked && chosen !== null && (
          <Verdict isRight={isRight} answer={answer} explanation={explanation} />
        )}
      </div>
      <Button mt="sm" size="xs" variant="default" onClick={check}>
        Check question {number}
      </Button>
    </Paper>
  );
}

function Verdict({
  isRight,
  answer,
  explanation,
}: {isRight: boolean} & Pick<QuizItem, 'answer' | 'explanation'>) {
  return (
    <Stack gap={2} mt="sm">
      {answer === null ? (
        <Text fw={600}>The lesson does not say which answer is right.</Text>
      ) : (
        <Group gap={6} wrap="nowrap" align="flex-start">
          {isRight ? (
            <IconCheck size={18} color="var(--preheat-served)" aria-hidden />
          ) : (
            <IconX size={18} color="var(--preheat-rejected)" aria-hidden />
          )}
          <Text fw={600}>{isRight ? 'Right.' : `Not right: ${letterOf(answer)} is.`}</Text>
        </Group>
      )}
      <Markdown text={explanation} headingLevel={6} />
    </Stack>
  );
}
