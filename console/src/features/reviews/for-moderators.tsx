import {Accordion, Text, Title} from '@mantine/core';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {AgreementFigures} from './agreement.tsx';
import {QueueHead} from './queue-head.tsx';
import type {Section} from './search.ts';

/** What mentors are not shown, for they review blind. */
export function ForModerators() {
  const {show = []} = useSearch({from: '/shell/reviews'});
  const navigate = useNavigate({from: '/reviews'});
  const unfold = (sections: string[]): void => {
    const known = (['queue', 'agreement'] as const).filter(section => sections.includes(section));
    void navigate({
      search: ({show: _, ...rest}) => (known.length > 0 ? {...rest, show: known} : rest),
      replace: true,
      resetScroll: false,
    });
  };
  const isShown = (section: Section): boolean => show.includes(section);
  return (
    <section aria-label="For moderators">
      <Title order={2} mt="xl" mb="xs">
        For moderators
      </Title>
      <Accordion multiple variant="contained" value={show} onChange={unfold} order={3}>
        <Accordion.Item value="queue">
          <Accordion.Control>
            <Text fw={600}>Head of the queue</Text>
            <Text size="sm" c="var(--preheat-soft)">
              What comes next, and why it stands there
            </Text>
          </Accordion.Control>
          <Accordion.Panel>{isShown('queue') && <QueueHead />}</Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="agreement">
          <Accordion.Control>
            <Text fw={600}>How far mentors agree</Text>
            <Text size="sm" c="var(--preheat-soft)">
              Over lessons that two of them reviewed, by mentor and by reason
            </Text>
          </Accordion.Control>
          <Accordion.Panel>{isShown('agreement') && <AgreementFigures />}</Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </section>
  );
}
