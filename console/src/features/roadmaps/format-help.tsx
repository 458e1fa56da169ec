import {Accordion, Code, List} from '@mantine/core';

/** How a roadmap is written down, in short. */
export const FormatHelp = () => (
  <Accordion variant="separated" mb="md">
    <Accordion.Item value="format">
      <Accordion.Control>How a roadmap is written</Accordion.Control>
      <Accordion.Panel>
        <Code block>{EXAMPLE}</Code>
        <List size="sm" mt="sm">
          <List.Item>
            <Code>id</Code> names the roadmap for good: the same id again changes it. Without one it is made
            from the title.
          </List.Item>
          <List.Item>
            The <b>title of a step</b> is how a lesson is found: write it just as the application shows it. A
            renamed step is another step.
          </List.Item>
          <List.Item>
            <Code>difficulty</Code>: beginner, intermediate or advanced. <Code>lessons</Code>: 1 to 50.{' '}
            <Code>styles</Code>: some of hands_on, video, reading, mixed; all four if left out.
          </List.Item>
          <List.Item>
            Several roadmaps: separate them by a line <Code>---</Code>, or put them under{' '}
            <Code>roadmaps:</Code>.
          </List.Item>
          <List.Item>
            A step that is left out archives its cells, unless another roadmap wants them. A roadmap that is
            left out stays as it is.
          </List.Item>
        </List>
      </Accordion.Panel>
    </Accordion.Item>
  </Accordion>
);

const EXAMPLE = `id: python
title: Python
description: Write clear Python programs.
category: Programming languages
steps:
  - title: Python Variables
    description: Give names to values.
    difficulty: beginner
  - title: Python Loops
    lessons: 2
    styles: [hands_on, reading]`;
