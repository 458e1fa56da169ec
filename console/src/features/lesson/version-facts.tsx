import {Group} from '@mantine/core';
import {Tag, type Tone} from '../../components/tag.tsx';
import type {Version} from './versions.ts';
import {approvalWord} from './words.ts';

const STATES: Record<Version['state'], {label: string; tone: Tone}> = {
  live: {label: '● Live', tone: 'good'},
  parked: {label: 'Parked', tone: 'plain'},
  retired: {label: 'Retired', tone: 'plain'},
};

const APPROVALS: Record<string, Tone> = {rejected: 'bad', mentor_verified: 'good'};

/** Whether learners get the version, and what people have said of it: each in words. */
export function VersionBadges({version}: {version: Version}) {
  const {state, row, isPromoted} = version;
  const {label, tone} = STATES[state];
  return (
    <Group gap={4}>
      <Tag tone={tone}>{label}</Tag>
      {row.approvalStatus !== 'pending' && (
        <Tag tone={APPROVALS[row.approvalStatus] ?? 'plain'}>{approvalWord(row.approvalStatus)}</Tag>
      )}
      {isPromoted && <Tag>Promoted</Tag>}
      {row.isSuperseded && <Tag>Superseded</Tag>}
    </Group>
  );
}
