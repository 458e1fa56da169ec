import {Button, Group, Modal, Stack, Text, TextInput} from '@mantine/core';
import {useForm} from '@mantine/form';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {notifyError, notifyOutcome} from '../lib/notify.ts';
import {type Filter, type SavedView, saveView, savedViewsQuery, withoutPanel} from './saved-views-queries.ts';

/** Of a name, as the API has it. */
const MAX_CHARACTERS = 100;

/** Gives the filters that are set a name; says where one of that name is replaced. */
export function SaveView({
  page,
  filter,
  views,
  isOpen,
  onClose,
}: {
  page: string;
  filter: Filter;
  views: readonly SavedView[];
  isOpen: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: {name: ''},
    validate: {name: name => (name.trim() === '' ? 'A view needs a name.' : null)},
  });
  const close = () => {
    form.reset();
    onClose();
  };
  const saving = useMutation({
    mutationFn: saveView,
    onSuccess: async outcome => {
      if (notifyOutcome('The view is not saved', outcome)) close();
      await queryClient.invalidateQueries({queryKey: savedViewsQuery(page).queryKey});
    },
    onError: notifyError('The view is not saved'),
  });
  const name = form.values.name.trim();
  const isReplacing = views.some(view => view.name === name);

  return (
    <Modal opened={isOpen} onClose={close} title="Save the filters as a view">
      <form onSubmit={form.onSubmit(() => saving.mutate({page, name, filter: withoutPanel(filter)}))}>
        <Stack>
          <Text size="sm">Everybody on the team finds it in this page’s list of views.</Text>
          <TextInput
            label="Name"
            data-autofocus
            maxLength={MAX_CHARACTERS}
            description={isReplacing ? 'There is a view of this name. It is replaced.' : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('name')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {isReplacing ? 'Replace the view' : 'Save the view'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
