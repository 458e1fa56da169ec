import {Button, Group} from '@mantine/core';
import {useState} from 'react';
import {useCan} from '../../lib/viewer.ts';
import {ActDialog} from './act-dialog.tsx';
import {type Offer, offersFor} from './acts.ts';
import {RegenerateDialog} from './regenerate-dialog.tsx';
import {ReviewDialog} from './review-dialog.tsx';
import type {Version} from './versions.ts';

type ActionsProps = {version: Version; versions: readonly Version[]};

/** What the person may do with a version; each asks once more, and says what becomes of learners. */
export function Actions({version, versions}: ActionsProps) {
  const [isAdmin, isModerator] = [useCan('ADMIN'), useCan('MODERATOR')];
  const [open, setOpen] = useState<Offer | 'regenerate' | 'review' | null>(null);
  const close = () => setOpen(null);
  return (
    <Group gap="xs">
      {isAdmin &&
        offersFor(version, versions).map(offer => (
          <Button
            key={offer.act}
            size="xs"
            variant={offer.act === 'promote' ? 'filled' : 'default'}
            onClick={() => setOpen(offer)}
          >
            {offer.label}
          </Button>
        ))}
      {isAdmin && (
        <Button size="xs" variant="default" onClick={() => setOpen('regenerate')}>
          Regenerate with instructions
        </Button>
      )}
      {isModerator && version.state !== 'retired' && (
        <Button size="xs" variant="default" onClick={() => setOpen('review')}>
          Send to review
        </Button>
      )}
      {open !== null && typeof open === 'object' && (
        <ActDialog offer={open} version={version} onClose={close} />
      )}
      {open === 'regenerate' && <RegenerateDialog version={version} onClose={close} />}
      {open === 'review' && <ReviewDialog version={version} onClose={close} />}
    </Group>
  );
}
