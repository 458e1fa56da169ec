import {Stack, Text, Title} from '@mantine/core';
import {PageHeader} from '../../components/page-header.tsx';
import {TokenTable} from '../../components/token-table.tsx';
import {useMe} from '../../lib/viewer.ts';
import {CreateToken} from './create-token.tsx';
import {Sessions} from './sessions.tsx';

/** Who one is here, where one is signed in, and the tokens of one's scripts. */
export function AccountPage() {
  const me = useMe();
  return (
    <Stack gap="xl">
      <div>
        <PageHeader title="Your account">
          {me.displayName || me.username} · {me.email} · {me.role ?? 'no role'}
        </PageHeader>
        <Text size="sm" maw={640}>
          Name, address and password are those of the learning application: change them there.
        </Text>
      </div>
      <Sessions userId={me.id} />
      <section aria-labelledby="tokens">
        <Title order={2} id="tokens">
          Your tokens
        </Title>
        <Text size="sm" c="var(--preheat-soft)" mb="sm">
          With a token a script uses the API in your name. Give it no more than it needs.
        </Text>
        <Stack>
          <CreateToken />
          <TokenTable />
        </Stack>
      </section>
    </Stack>
  );
}
