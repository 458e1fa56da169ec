import {Alert, Button, Center, Paper, PasswordInput, Stack, TextInput, Title} from '@mantine/core';
import {useForm} from '@mantine/form';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useRouter, useSearch} from '@tanstack/react-router';
import {useEffect} from 'react';
import {messageOf} from '../../lib/api-error.ts';
import {ME_KEY} from '../../lib/query-client.ts';
import {tellTabs} from '../../lib/session-tabs.ts';
import {signIn} from './queries.ts';

/** Signs in with an account of the application, then goes where the person wanted to. */
export function SignInPage() {
  const {next = '/'} = useSearch({from: '/sign-in'});
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {login: '', password: ''},
    validate: {
      login: value => (value.trim() === '' ? 'Your email address or user name' : null),
      password: value => (value === '' ? 'Your password' : null),
    },
  });
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async ({me}) => {
      // What somebody else was shown in this tab is not for this person: their session may have ended by itself.
      queryClient.clear();
      queryClient.setQueryData(ME_KEY, me);
      tellTabs(me.id);
      router.history.push(next);
    },
  });
  useEffect(() => {
    document.title = 'Sign in · Preheat';
  }, []);

  return (
    <Center mih="90vh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={380}>
        <form onSubmit={form.onSubmit(values => entering.mutate(values))}>
          <Stack>
            <Title order={1}>Preheat</Title>
            {entering.isError && (
              <Alert color="red" role="alert" title="You are not signed in">
                {messageOf(entering.error)}
              </Alert>
            )}
            <TextInput
              label="Email address or user name"
              autoComplete="username"
              autoFocus
              key={form.key('login')}
              {...form.getInputProps('login')}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={entering.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
