import {Alert, Anchor, Table, Text} from '@mantine/core';
import {plural} from '../../lib/format.ts';
import type {ImportProblem} from './import-queries.ts';

/** All that has to be mended in a text, each with a way to its line. */
export function ImportProblems({
  problems,
  count,
  onLine,
}: {
  problems: readonly ImportProblem[];
  count: number;
  onLine: (line: number) => void;
}) {
  return (
    <Alert
      color="red"
      variant="light"
      title={`${plural(count, 'fault')} to mend. Nothing can be imported yet.`}
    >
      <Table.ScrollContainer minWidth={420}>
        <Table highlightOnHover={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className="number">Line</Table.Th>
              <Table.Th>Field</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map(({line, field, message}, index) => (
              <Table.Tr key={`${line} ${field} ${index}`}>
                <Table.Td className="number">
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    onClick={() => onLine(line)}
                    aria-label={`Go to line ${line}`}
                  >
                    {line}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <code>{field}</code>
                </Table.Td>
                <Table.Td style={{overflowWrap: 'anywhere'}}>{message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {count > problems.length && (
        <Text size="sm">And {plural(count - problems.length, 'fault')} more. Mend these first.</Text>
      )}
    </Alert>
  );
}
