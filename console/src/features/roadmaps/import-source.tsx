import {Button, FileButton, Group, Text, Textarea} from '@mantine/core';
import {IconFileUpload} from '@tabler/icons-react';
import {type DragEvent, type RefObject, useState} from 'react';
import {notifyRefused} from '../../lib/notify.ts';
import {joined} from './import-text.ts';
import classes from './import-source.module.css';

/** Where the text comes from: files that are picked or dropped, or what somebody types and pastes. */
export function ImportSource({
  text,
  onChange,
  field,
  label,
}: {
  text: string;
  onChange: (text: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
}) {
  const [isOver, setIsOver] = useState(false);
  const read = async (files: readonly File[]) => {
    try {
      const texts = await Promise.all(files.map(async file => file.text()));
      if (texts.length > 0) onChange(joined(texts));
    } catch {
      notifyRefused('The file could not be read', 'It may have been moved or renamed. Choose it again.');
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void read([...event.dataTransfer.files]);
  };
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setIsOver(true);
  };

  return (
    <div
      className={classes['source']}
      data-over={isOver || undefined}
      onDrop={drop}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
    >
      <Group mb="xs" gap="sm">
        <FileButton
          multiple
          accept=".yaml,.yml,.json,text/yaml,application/json"
          onChange={files => void read(files)}
        >
          {props => (
            <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
              Choose files
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="var(--preheat-soft)">
          or drop them here, or write and paste below. Several files become one text.
        </Text>
      </Group>
      <Textarea
        ref={field}
        label={label}
        value={text}
        onChange={event => onChange(event.currentTarget.value)}
        autosize
        minRows={10}
        maxRows={24}
        spellCheck={false}
        classNames={{input: classes['text'] ?? ''}}
        placeholder={
          'id: python\ntitle: Python\nsteps:\n  - title: Python Variables\n  - title: Python Loops\n    lessons: 2'
        }
      />
    </div>
  );
}
