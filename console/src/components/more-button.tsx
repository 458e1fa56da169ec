import {Button, Center, VisuallyHidden} from '@mantine/core';

type MoreButtonProps = {
  query: {hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown>};
  /** What there is more of. */
  what: string;
};

/** Shows the next page of a list below what is there. */
export function MoreButton({query: {hasNextPage, isFetchingNextPage, fetchNextPage}, what}: MoreButtonProps) {
  if (!hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Show more<VisuallyHidden> {what}</VisuallyHidden>
      </Button>
    </Center>
  );
}
