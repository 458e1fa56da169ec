import {useNavigate, useSearch} from '@tanstack/react-router';
import {useEffect} from 'react';
import {PageHeader} from '../../components/page-header.tsx';
import {ShortcutSheet, useShortcuts} from '../../components/shortcuts.tsx';
import {useCan} from '../../lib/viewer.ts';
import {DeskView} from './desk.tsx';
import {ForModerators} from './for-moderators.tsx';
import {ProgressLine} from './progress-line.tsx';
import {Start} from './start.tsx';
import {UndoBar} from './undo-bar.tsx';
import {useDesk} from './use-desk.ts';

/** Where mentors judge lessons, one after the other. */
export function ReviewsPage() {
  const {claim: isWanted = false} = useSearch({from: '/shell/reviews'});
  const navigate = useNavigate({from: '/reviews'});
  const desk = useDesk();
  const {item, claim} = desk;
  // It is asked for once: the page that is opened again goes on with what is held.
  useEffect(() => {
    if (!isWanted) return;
    void navigate({search: ({claim: _, ...rest}) => rest, replace: true});
    if (item === null) claim();
  }, [isWanted, navigate, item, claim]);
  const isModerator = useCan('MODERATOR');
  useShortcuts([
    ...(desk.item ? [] : [{keys: 'c', label: 'Claims the next lesson', run: () => desk.claim()}]),
    ...(desk.last ? [{keys: 'u', label: 'Takes your last verdict back', run: desk.undo}] : []),
  ]);

  return (
    <>
      <PageHeader title="Review queue" actions={<ShortcutSheet />}>
        <ProgressLine progress={desk.progress} />
      </PageHeader>
      <UndoBar desk={desk} />
      {desk.item ? <DeskView key={keyOf(desk)} desk={desk} item={desk.item} /> : <Start desk={desk} />}
      {isModerator && <ForModerators />}
    </>
  );
}

/** Another lesson, or one again, is another desk: nothing typed for the one stays for the other. */
const keyOf = ({item, isReopened}: ReturnType<typeof useDesk>): string =>
  `${item?.lessonId} ${isReopened ? 'again' : ''}`;
