import {Button, Group, Paper, Stack, Text, Title} from '@mantine/core';
import {Time} from '../../components/time.tsx';
import {dateTime} from '../../lib/format.ts';
import {useCan} from '../../lib/viewer.ts';
import {type Limit, type Limits, useForgetLimit} from './queries.ts';
import {figure, type LimitName, LIMITS} from './words.ts';

/** Limits that the provider named when it refused a request; nothing where there are none. */
export function LearntLimits({limits}: {limits: Limits}) {
  const learnt = LIMITS.filter(({name}) => limits[name].learnt !== null);
  if (learnt.length === 0) return null;
  return (
    <section aria-labelledby="learnt-limits">
      <Title order={2} id="learnt-limits" mb={4}>
        Learnt from refusals
      </Title>
      <Text size="sm" c="var(--preheat-soft)" mb="xs">
        A limit that the provider named when it refused a request holds for a day where it is lower than what
        is set.
        {limits.learntFrom !== null && ` It said: “${limits.learntFrom}”`}
      </Text>
      <Stack gap="xs">
        {learnt.map(name => (
          <Learnt key={name.name} name={name} limit={limits[name.name]} />
        ))}
      </Stack>
    </section>
  );
}

function Learnt({name: {label, learnt: id, isUsd}, limit}: {name: LimitName; limit: Limit}) {
  const isAdmin = useCan('ADMIN');
  const forget = useForgetLimit();
  const {learnt, learntAt, learntUntil, source} = limit;
  if (learnt === null || id === null) return null;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between">
        <div>
          <Text fw={600}>
            {label}: {figure(learnt, isUsd)}
          </Text>
          <Text size="sm" c="var(--preheat-soft)" component="div">
            {learntAt !== null && (
              <>
                Learnt <Time value={learntAt} />
              </>
            )}
            {learntUntil !== null && `, believed until ${dateTime(learntUntil)}`}
            {source !== 'learnt' && '; what is set is lower and holds'}
          </Text>
        </div>
        {isAdmin && (
          <Button
            variant="default"
            size="xs"
            loading={forget.isPending}
            onClick={() => forget.mutate({limit: id})}
            aria-label={`Forget: ${label.toLowerCase()}`}
          >
            Forget
          </Button>
        )}
      </Group>
    </Paper>
  );
}
