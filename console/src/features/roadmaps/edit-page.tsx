import {useNavigate} from '@tanstack/react-router';
import {useState} from 'react';
import {PageHeader} from '../../components/page-header.tsx';
import {plural} from '../../lib/format.ts';
import {FormatHelp} from './format-help.tsx';
import {ImportPanel} from './import-panel.tsx';
import type {Roadmap} from './queries.ts';

/** Changes a roadmap as text: an import of what it became. */
export function EditPage({roadmap, text: before}: {roadmap: Roadmap; text: string}) {
  const navigate = useNavigate({from: '/roadmaps/$roadmapKey'});
  const [text, setText] = useState(before);
  const close = () => void navigate({search: {}});
  return (
    <>
      <PageHeader title={`Change ${roadmap.title}`}>
        Nothing is written before you have seen what changes. Leave the id as it is: with another one it is
        another roadmap.
      </PageHeader>
      <FormatHelp />
      <ImportPanel
        text={text}
        onText={setText}
        label="The roadmap, as YAML"
        verb={count => (count === 1 ? 'Save the changes' : `Import ${plural(count, 'roadmap')}`)}
        onDone={close}
        onCancel={close}
      />
    </>
  );
}
