import {Button} from '@mantine/core';
import {notifications} from '@mantine/notifications';
import {IconDownload} from '@tabler/icons-react';
import {useMutation} from '@tanstack/react-query';
import {type CsvFile, download} from '../lib/download.ts';
import {count, plural} from '../lib/format.ts';
import {notifyDone, notifyError} from '../lib/notify.ts';

/** Downloads a list as a file. Where the list was too long for one, it says so. */
export function CsvButton({label, fetch}: {label: string; fetch: () => Promise<CsvFile>}) {
  const fetching = useMutation({
    mutationFn: fetch,
    onSuccess: ({filename, text, rowCount, isCut}) => {
      download(filename, text);
      if (isCut) notifyCut(filename, rowCount);
      else notifyDone(`${filename} holds ${plural(rowCount, 'row')}.`);
    },
    onError: notifyError('There is no file'),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      loading={fetching.isPending}
      onClick={() => fetching.mutate()}
    >
      {label}
    </Button>
  );
}

/** It stays until it is closed: who overlooks it takes a part for the whole. */
const notifyCut = (filename: string, rowCount: number): void => {
  notifications.show({
    title: 'The file is not the whole list',
    message: `${filename} holds the first ${count(rowCount)} rows. Narrow the filter to get the others.`,
    color: 'yellow',
    autoClose: false,
  });
};
