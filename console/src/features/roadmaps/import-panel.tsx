import {Alert, Button, Group, Skeleton, Stack, Text, VisuallyHidden} from '@mantine/core';
import {useDebouncedValue} from '@mantine/hooks';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {type RefObject, useRef} from 'react';
import {ErrorNote} from '../../components/error-note.tsx';
import {plural} from '../../lib/format.ts';
import {notifyDone, notifyError} from '../../lib/notify.ts';
import {ImportPreviewView} from './import-preview.tsx';
import {ImportProblems} from './import-problems.tsx';
import {type ImportPreview, importRoadmaps, previewQuery} from './import-queries.ts';
import {ImportSource} from './import-source.tsx';
import {lineRange, textFault} from './import-text.ts';
import {ROADMAPS_KEY} from './queries.ts';

/** While somebody types, a look at each letter would tell nothing. */
const TYPING_MS = 500;

/**
 * A text of roadmaps, what its import would change, and the button that does it.
 *
 * @param verb what the button says, for so many roadmaps that change
 */
export function ImportPanel({
  text,
  onText,
  label,
  verb,
  onDone,
  onCancel,
}: {
  text: string;
  onText: (text: string) => void;
  label: string;
  verb: (roadmapCount: number) => string;
  onDone: (preview: ImportPreview) => void;
  onCancel: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const fault = textFault(settled);
  const isAsked = settled.trim() !== '' && fault === null;
  const preview = useQuery({...previewQuery(settled), enabled: isAsked});
  const importing = useImport(settled, onDone);
  const isCurrent = settled === text && isAsked && !preview.isFetching;
  const digest = isCurrent ? preview.data?.digest : null;

  return (
    <Stack>
      <ImportSource text={text} onChange={onText} field={field} label={label} />
      {fault !== null && (
        <Alert color="red" role="alert" title="The text is too long">
          {fault}
        </Alert>
      )}
      {preview.isError && isAsked && (
        <ErrorNote
          title="What it would change could not be found out"
          error={preview.error}
          onRetry={preview.refetch}
        />
      )}
      {importing.data?.success === false && importing.variables?.text === settled && (
        <Alert color="yellow" role="alert" title="Not imported">
          {importing.data.message}
        </Alert>
      )}
      {isAsked && preview.isPending && <Skeleton h={180} />}
      {isAsked && preview.data && (
        <Outcome preview={preview.data} isCurrent={isCurrent} onLine={line => select(field, settled, line)} />
      )}
      <VisuallyHidden aria-live="polite">
        {isCurrent && preview.data ? told(preview.data) : ''}
      </VisuallyHidden>
      <Group>
        {preview.data && digest && (
          <Button
            loading={importing.isPending}
            onClick={() => importing.mutate({text: settled, expectedDigest: digest})}
          >
            {verb(preview.data.newCount + preview.data.changedCount)}
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

/** Imports; where that would do something else by now, the preview shows what. */
function useImport(text: string, onDone: (preview: ImportPreview) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: importRoadmaps,
    onSuccess: async ({success, message, preview}) => {
      if (!success) {
        queryClient.setQueryData(previewQuery(text).queryKey, preview);
        return;
      }
      notifyDone(message);
      onDone(preview);
      await queryClient.invalidateQueries({
        predicate: ({queryKey}) => queryKey[0] !== ROADMAPS_KEY[0] || queryKey[1] !== 'preview',
      });
    },
    onError: notifyError('Nothing was imported'),
  });
}

function Outcome({
  preview,
  isCurrent,
  onLine,
}: {
  preview: ImportPreview;
  isCurrent: boolean;
  onLine: (line: number) => void;
}) {
  return (
    <div style={isCurrent ? {} : {opacity: 0.6}} aria-busy={!isCurrent}>
      {preview.problemCount > 0 ? (
        <ImportProblems problems={preview.problems} count={preview.problemCount} onLine={onLine} />
      ) : preview.digest === null ? (
        <Text>This changes nothing: all of it is so already, or is in the archive.</Text>
      ) : (
        <ImportPreviewView preview={preview} />
      )}
    </div>
  );
}

/** For those who do not see it appear. */
function told({problemCount, digest, newCount, changedCount}: ImportPreview): string {
  if (problemCount > 0) return `${plural(problemCount, 'fault')} to mend.`;
  return digest === null
    ? 'This changes nothing.'
    : `${plural(newCount + changedCount, 'roadmap')} would change.`;
}

/** Goes to a line of the text and marks it. */
function select(field: RefObject<HTMLTextAreaElement | null>, text: string, line: number): void {
  const {start, end} = lineRange(text, line);
  const area = field.current;
  if (!area) return;
  area.focus();
  area.setSelectionRange(start, end);
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * lineHeight);
}
