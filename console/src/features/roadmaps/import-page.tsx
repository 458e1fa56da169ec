import {useNavigate} from '@tanstack/react-router';
import {useState} from 'react';
import {PageHeader} from '../../components/page-header.tsx';
import {plural} from '../../lib/format.ts';
import {FormatHelp} from './format-help.tsx';
import {ImportPanel} from './import-panel.tsx';
import type {ImportPreview} from './import-queries.ts';

/** Imports roadmaps from a text. */
export function ImportPage() {
  const navigate = useNavigate({from: '/roadmaps'});
  const [text, setText] = useState('');
  const close = () => void navigate({to: '/roadmaps', search: {}});
  const done = ({roadmaps}: ImportPreview) => {
    const [first, ...others] = roadmaps.filter(({kind}) => kind === 'new' || kind === 'changed');
    if (first && others.length === 0)
      void navigate({to: '/roadmaps/$roadmapKey', params: {roadmapKey: first.key}});
    else close();
  };
  return (
    <>
      <PageHeader title="Import roadmaps">
        Nothing is written before you have seen what changes. Lessons are never deleted by an import.
      </PageHeader>
      <FormatHelp />
      <ImportPanel
        text={text}
        onText={setText}
        label="Roadmaps, as YAML or JSON"
        verb={count => `Import ${plural(count, 'roadmap')}`}
        onDone={done}
        onCancel={close}
      />
    </>
  );
}
