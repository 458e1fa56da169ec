import {Button, Group, Select, TextInput, Title} from '@mantine/core';
import {IconSearch, IconUserPlus} from '@tabler/icons-react';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {EmptyState} from '../../components/empty-state.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {TokenTable} from '../../components/token-table.tsx';
import {useTyped} from '../../lib/use-typed.ts';
import {useCan} from '../../lib/viewer.ts';
import {AddMember} from './add-member.tsx';
import {MemberTable} from './member-table.tsx';
import {LEARNER_ROLES, ROLE_TEXTS, type Role, ROLES, STAFF_ROLES} from './roles.ts';
import type {TeamSearch} from './search.ts';

const option = (role: Role) => ({value: role, label: ROLE_TEXTS[role].label});
const ROLE_OPTIONS = [
  {group: 'May use this console', items: STAFF_ROLES.map(option)},
  {group: 'Learners', items: LEARNER_ROLES.map(option)},
];

/** Who may do what here: accounts above a learner's, their sessions and tokens. */
export function TeamPage() {
  const {lesson: _, ...search} = useSearch({from: '/shell/team'});
  const navigate = useNavigate({from: '/team'});
  const set = (changes: {[Key in keyof TeamSearch]: TeamSearch[Key] | undefined}, replace = true) =>
    void navigate({
      search: before =>
        Object.fromEntries(
          Object.entries({...before, ...changes}).filter(([, value]) => value !== undefined),
        ) as TeamSearch,
      replace,
    });
  const typed = useTyped(search.text ?? '', text => set({text: text || undefined}));
  if (!useCan('ADMIN'))
    return (
      <>
        <PageHeader title="Team" />
        <EmptyState title="The team is for administrators">Ask one of them to change a role.</EmptyState>
      </>
    );
  return (
    <>
      <PageHeader
        title="Team"
        actions={
          <Button
            leftSection={<IconUserPlus size={16} aria-hidden />}
            onClick={() => set({add: true}, false)}
          >
            Give somebody a role
          </Button>
        }
      >
        Who may use this console. Learners are not listed, unless you choose their role.
      </PageHeader>
      <Group mb="sm" gap="sm">
        <TextInput
          aria-label="Search accounts"
          placeholder="Email address or name"
          leftSection={<IconSearch size={16} aria-hidden />}
          w={{base: '100%', xs: 260}}
          {...typed}
        />
        <Select
          aria-label="Role"
          placeholder="Any role above a learner’s"
          data={ROLE_OPTIONS}
          value={search.role ?? null}
          onChange={role => set({role: ROLES.find(known => known === role)})}
          clearable
          clearButtonProps={{'aria-label': 'Any role'}}
          w={{base: '100%', xs: 260}}
        />
      </Group>
      <MemberTable search={search} />
      <Title order={2} mt="xl" mb="xs">
        Tokens of scripts
      </Title>
      <TokenTable isOfAll />
      <AddMember isOpen={search.add === true} onClose={() => set({add: undefined})} />
    </>
  );
}
