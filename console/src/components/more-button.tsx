import {Button, Center, VisuallyHidden} from '@mantine/core';
import {ErrorNote} from './error-note.tsx';

type MoreButtonProps = {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: Error | null;
    fetchNextPage: () => Promise<unknown>;
  };
  /** What there is more of. */
  what: string;
};

/** Shows the next page of a list below what is there. */
export function MoreButton({query, what}: MoreButtonProps) {
  const {hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage} = query;
  if (!hasNextPage) return null;
  if (isFetchNextPageError)
    return <ErrorNote title="More could not be loaded" error={error} onRetry={fetchNextPage} />;
  return (
    <Center>
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Show more<VisuallyHidden> {what}</VisuallyHidden>
      </Button>
    </Center>
  );
}
