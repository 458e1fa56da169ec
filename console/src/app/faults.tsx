import {Button, Group} from '@mantine/core';
import {useQueryClient} from '@tanstack/react-query';
import {Link, useRouter} from '@tanstack/react-router';
import {EmptyState} from '../components/empty-state.tsx';
import {messageOf} from '../lib/api-error.ts';

/** An address without a page. */
export function NotFound() {
  return (
    <EmptyState
      title="There is no such page"
      action={
        <Button component={Link} to="/">
          Go to the coverage
        </Button>
      }
    >
      The address may be old or mistyped.
    </EmptyState>
  );
}

/** A page that could not be shown. */
export function PageError({error, reset}: {error: unknown; reset: () => void}) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const again = async () => {
    await queryClient.resetQueries({predicate: ({state}) => state.status === 'error'});
    reset();
    await router.invalidate();
  };
  return (
    <EmptyState
      title="This page could not be shown"
      action={
        <Group justify="center">
          <Button onClick={() => void again()}>Try again</Button>
          <Button variant="default" component={Link} to="/">
            Go to the coverage
          </Button>
        </Group>
      }
    >
      {messageOf(error)}
    </EmptyState>
  );
}
