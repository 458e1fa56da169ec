import {Accordion, List, Paper, Skeleton, Text, Title} from '@mantine/core';
import {useLocalStorage} from '@mantine/hooks';
import {IconAlertTriangle} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {ErrorNote} from '../../components/error-note.tsx';
import {Markdown} from '../../components/markdown.tsx';
import {guidelinesQuery, type ReviewItem} from './queries.ts';

/** What the automatic checks warned of. */
export function WhatChecksFound({warnings}: {warnings: ReviewItem['warnings']}) {
  return (
    <Paper withBorder p="sm" component="section" aria-label="What the checks found">
      <Title order={3} size="h5" mb={4}>
        What the checks found
      </Title>
      {warnings.length === 0 ? (
        <Text size="sm" c="var(--preheat-soft)">
          Nothing. They read for form and safety; whether it is true and clear is up to you.
        </Text>
      ) : (
        <List
          size="sm"
          spacing={6}
          icon={<IconAlertTriangle size={16} color="var(--preheat-stale)" aria-hidden />}
        >
          {warnings.map(({check, message}) => (
            <List.Item key={`${check} ${message}`}>
              <Text span size="sm" fw={650}>
                {check.replaceAll('-', ' ')}:
              </Text>{' '}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </Paper>
  );
}

/** What mentors go by. Whether it is unfolded is remembered. */
export function Guidelines() {
  const [open, setOpen] = useLocalStorage<string | null>({
    key: 'preheat.guidelines',
    defaultValue: 'guidelines',
    getInitialValueInEffect: false,
  });
  return (
    <Accordion variant="contained" value={open} onChange={setOpen} order={3}>
      <Accordion.Item value="guidelines">
        <Accordion.Control>
          <Text size="sm" fw={650}>
            Guidelines
          </Text>
        </Accordion.Control>
        <Accordion.Panel>{open === 'guidelines' && <GuidelinesText />}</Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function GuidelinesText() {
  const guidelines = useQuery(guidelinesQuery);
  if (guidelines.isPending) return <Skeleton h={120} />;
  if (guidelines.isLoadingError)
    return (
      <ErrorNote title="They could not be loaded" error={guidelines.error} onRetry={guidelines.refetch} />
    );
  return <Markdown text={guidelines.data} headingLevel={4} />;
}
