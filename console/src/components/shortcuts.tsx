import {ActionIcon, Button, Group, Kbd, Modal, Switch, Table, Text} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconKeyboard} from '@tabler/icons-react';
import {useEffect, useRef, useState} from 'react';

/** A key that does something on the page that is shown. */
export type Shortcut = {
  /** `v`, `1`, `?`, `Escape`, or `Ctrl Enter`, which is Cmd on a Mac too. */
  keys: string;
  /** What it does, for the sheet of keys: those with the same words stand in one line. */
  label: string;
  run: () => void;
  /** Also while somebody types in a field. */
  inFields?: boolean;
};

const STORED = 'preheat.single-keys';

/** Keys of one sign can be turned off: speech control types them by accident. */
const singleKeysAreOn = (): boolean => localStorage.getItem(STORED) !== 'off';

/** The lists in force, for the sheet. */
const lists = new Set<{readonly current: readonly Shortcut[]}>();

/** Keys for as long as the component is shown. Off while somebody types, and while a dialog or a menu is open. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    lists.add(latest);
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.isComposing || isElsewhere(event.target)) return;
      const found = latest.current.find(shortcut => fits(event, shortcut));
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', listen);
    return () => {
      lists.delete(latest);
      document.removeEventListener('keydown', listen);
    };
  }, []);
}

function fits(event: KeyboardEvent, {keys, inFields = false}: Shortcut): boolean {
  if (!inFields && isField(event.target)) return false;
  if (keys === 'Ctrl Enter') return event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (keys.length > 1) return event.key === keys;
  if (!singleKeysAreOn()) return false;
  if (!/[a-z]/.test(keys)) return event.key === keys;
  // Where the layout is not a Latin one, the key in that place.
  const isLatin = /^[\u0020-\u024f]$/u.test(event.key);
  return (
    !event.shiftKey &&
    (isLatin ? event.key.toLowerCase() === keys : event.code === `Key${keys.toUpperCase()}`)
  );
}

/** Whether what is typed there is text. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file'].includes(target.type);
  return target.isContentEditable || target.matches('textarea, select');
}

/** Whether a dialog or a menu has the keys. */
const isElsewhere = (target: EventTarget | null): boolean =>
  (target instanceof Element &&
    target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) ||
  document.querySelector('[aria-modal="true"]') !== null;

/** The button that lists the keys of the page; `?` does, too. */
export function ShortcutSheet() {
  const [isOpen, {open, close}] = useDisclosure();
  useShortcuts([{keys: '?', label: 'Lists these keys', run: open}]);
  return (
    <>
      <Button
        variant="default"
        visibleFrom="sm"
        leftSection={<IconKeyboard size={16} aria-hidden />}
        rightSection={<Kbd size="xs">?</Kbd>}
        onClick={open}
      >
        Keys
      </Button>
      <ActionIcon variant="default" size="lg" hiddenFrom="sm" aria-label="Keys" onClick={open}>
        <IconKeyboard size={16} aria-hidden />
      </ActionIcon>
      <Modal opened={isOpen} onClose={close} title="Keys of this page">
        {isOpen && <Sheet />}
      </Modal>
    </>
  );
}

function Sheet() {
  const [isOn, setIsOn] = useState(singleKeysAreOn);
  const labels = new Map<string, string[]>();
  for (const {keys, label} of [...lists].flatMap(({current}) => current))
    labels.set(label, [...(labels.get(label) ?? []), ...keys.split(' ')]);
  return (
    <>
      <Table highlightOnHover={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>Key</Table.Th>
            <Table.Th>What it does</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...labels].map(([label, keys]) => (
            <Table.Tr key={label}>
              <Table.Td>
                <Group gap={4}>
                  {keys.map(key => (
                    <Kbd key={key}>{shown(key)}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label="Keys of a single sign"
        description="Off, only Ctrl Enter and Escape do something."
        checked={isOn}
        onChange={({currentTarget: {checked}}) => {
          localStorage.setItem(STORED, checked ? 'on' : 'off');
          setIsOn(checked);
        }}
      />
      <Text size="sm" c="var(--preheat-soft)" mt="sm">
        Keys rest while you type in a field: Escape leaves it.
      </Text>
    </>
  );
}

/** As it stands on the keyboard. */
const shown = (key: string): string => (key.length === 1 ? key.toUpperCase() : key);
