import {Button, Group} from '@mantine/core';
import {Link} from '@tanstack/react-router';
import {toPanel} from '../../components/links.tsx';
import {useInPanel} from './links.tsx';
import type {Version} from './versions.ts';

/** To the version before and after the shown one. */
export function Neighbours({versions, shown}: {versions: readonly Version[]; shown: Version}) {
  const [before, after] = [-1, 1].map(step => versions.find(({number}) => number === shown.number + step));
  return (
    <Group gap="xs">
      {before && <To version={before} label={`← ${before.name}`} />}
      {after && <To version={after} label={`${after.name} →`} />}
    </Group>
  );
}

function To({version, label}: {version: Version; label: string}) {
  const isInPanel = useInPanel();
  const lessonId = String(version.row.lessonId);
  const name = `Show ${version.name}`;
  return (
    <Button
      size="xs"
      variant="subtle"
      aria-label={name}
      renderRoot={
        isInPanel
          ? toPanel(lessonId)
          : props => <Link {...props} to="/lessons/$lessonId" params={{lessonId}} search />
      }
    >
      {label}
    </Button>
  );
}
