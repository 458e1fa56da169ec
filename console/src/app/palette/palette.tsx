import {Kbd, Loader, Modal, Text, TextInput, VisuallyHidden} from '@mantine/core';
import {IconSearch} from '@tabler/icons-react';
import {useNavigate} from '@tanstack/react-router';
import {type KeyboardEvent, useState} from 'react';
import {messageOf} from '../../lib/api-error.ts';
import {plural} from '../../lib/format.ts';
import type {Me} from '../../lib/viewer.ts';
import {beside, type Item} from './items.ts';
import classes from './palette.module.css';
import {useRecent} from './recent.ts';
import {LIST_ID, optionId, Results} from './results.tsx';
import {useGroups} from './use-groups.ts';

/** Goes to any page, roadmap, step, lesson and run, and does what is done often; by keyboard alone. */
export function Palette({me, isOpen, onClose}: {me: Me; isOpen: boolean; onClose: () => void}) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      centered={false}
      yOffset="8vh"
      size={620}
      padding={0}
      returnFocus={false}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Find or do">
        <Modal.Body>{isOpen && <Finder me={me} onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({me, onClose}: {me: Me; onClose: () => void}) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const {recent, remember} = useRecent(me.id);
  const {groups, isSearching, error, hitOf} = useGroups({me, query, recent});
  const items = groups.flatMap(group => group.items);
  // What comes later does not move the choice; without one it is the first.
  const active = items.find(({id}) => id === chosenId) ?? items[0];

  const choose = (item: Item) => {
    const hit = hitOf(item.id);
    if (hit) remember(hit);
    onClose();
    if ('run' in item) item.run();
    else void navigate(item.target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Letters are still being put together, as in Japanese: Enter takes these.
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (step !== null) {
      event.preventDefault();
      setChosenId(beside(items, active?.id, step));
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      choose(active);
    }
  };

  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        placeholder="Page, roadmap, step, lesson, run, or what to do"
        leftSection={<IconSearch size={20} aria-hidden />}
        rightSection={isSearching && <Loader size="xs" aria-hidden />}
        // At once: the dialog's own way waits for a timer, before which a busy page hears the first letters.
        autoFocus
        data-autofocus
        value={query}
        onChange={event => {
          setQuery(event.currentTarget.value);
          setChosenId(undefined);
        }}
        onKeyDown={onKeyDown}
        maxLength={255}
        role="combobox"
        aria-label="Find or do"
        aria-expanded={items.length > 0}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        {...(active && {'aria-activedescendant': optionId(active.id)})}
        autoComplete="off"
        spellCheck={false}
      />
      <Results groups={groups} activeId={active?.id} onChoose={choose} onPoint={setChosenId} />
      {error !== null && (
        <Text size="sm" className={classes['words']} role="alert">
          The search does not work at the moment: {messageOf(error)}
        </Text>
      )}
      {items.length === 0 && error === null && <Nothing query={query} isSearching={isSearching} />}
      <VisuallyHidden aria-live="polite">
        {query.trim() === '' || isSearching ? '' : `${plural(items.length, 'result')}.`}
      </VisuallyHidden>
      <div className={classes['keys']} aria-hidden>
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose <Kbd size="xs">Enter</Kbd> go{' '}
        <Kbd size="xs">Esc</Kbd> close
      </div>
    </>
  );
}

const Nothing = ({query, isSearching}: {query: string; isSearching: boolean}) => (
  <Text size="sm" className={classes['words']}>
    {isSearching ? (
      'Looking …'
    ) : (
      <>
        <b>Nothing fits “{query.trim()}”.</b> Words are looked for by their beginnings. A lesson is found by
        its step, number and style (“loops 2 video”) or by its id, a run by its number (“run 12”).
      </>
    )}
  </Text>
);
