import {Box, Stack} from '@mantine/core';
import {useLocalStorage, useMediaQuery} from '@mantine/hooks';
import {useEffect, useRef, useState} from 'react';
import {useShortcuts} from '../../components/shortcuts.tsx';
import {ClaimNotes} from './claim-notes.tsx';
import classes from './desk.module.css';
import {Guidelines, WhatChecksFound} from './side-notes.tsx';
import {LessonView} from './lesson-view.tsx';
import type {ReviewItem} from './queries.ts';
import type {Desk} from './use-desk.ts';
import {
  REASONS,
  STATUS_TEXTS,
  STATUSES,
  useVerdict,
  type VerdictFaults,
  verdictFaults,
  withReason,
} from './verdict.ts';
import {VerdictForm} from './verdict-form.tsx';

/** A lesson beside what is needed to judge it, all by keyboard. */
export function DeskView({desk, item}: {desk: Desk; item: ReviewItem}) {
  const [verdict, change] = useVerdict(desk.userId, item.lessonId);
  const [area, setArea] = useLocalStorage({
    // Of one person: another may sign in in the same browser.
    key: `preheat.expertise-area.${desk.userId}`,
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const [faults, setFaults] = useState<VerdictFaults>({});
  const [isEarlierShown, setIsEarlierShown] = useState(false);
  const isWide = useMediaQuery('(min-width: 62em)', true, {getInitialValueInEffect: false});
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const isLost = desk.hold?.state === 'lost' && !desk.isSubmitting;

  // A new lesson is read from its top, and told to those who do not see it.
  useEffect(() => {
    window.scrollTo({top: 0});
    title.current?.focus({preventScroll: true});
  }, []);

  const fieldNamed = (name: string): HTMLElement | null =>
    form.current?.querySelector<HTMLElement>(`[name="${name}"]`) ?? null;

  const send = (thenClaim: boolean): void => {
    const found = verdictFaults(verdict, area);
    setFaults(found);
    const [first] = Object.keys(found);
    if (verdict.status === null || first !== undefined) {
      setTimeout(() => fieldNamed(first ?? 'status')?.focus());
      return;
    }
    desk.submit({verdict: {...verdict, status: verdict.status}, area, thenClaim});
  };

  useShortcuts([
    ...STATUSES.map(status => ({
      keys: STATUS_TEXTS[status].key,
      label: `Chooses “${STATUS_TEXTS[status].label}”`,
      run: () => change(now => ({...now, status})),
    })),
    ...REASONS.map(({value}, index) => ({
      keys: String(index + 1),
      label: 'Chooses what is wrong, or not',
      run: () => change(now => (now.status === 'verified' ? now : withReason(now, value))),
    })),
    {keys: 'f', label: 'Goes to the feedback', run: () => fieldNamed('feedback')?.focus()},
    {
      keys: 'Ctrl Enter',
      label: 'Submits the verdict and claims the next lesson',
      run: () => {
        if (!isLost) send(true);
      },
      inFields: true,
    },
    {
      keys: 'Escape',
      label: 'Leaves the field that you type in',
      run: () => title.current?.focus({preventScroll: true}),
      inFields: true,
    },
    ...(desk.isReopened
      ? []
      : [{keys: 's', label: 'Skips the lesson: it is left to others', run: desk.skip}]),
    ...(item.parentLessonId === null
      ? []
      : [
          {
            keys: 'e',
            label: 'Shows the earlier version, or not',
            run: () => setIsEarlierShown(now => !now),
          },
        ]),
  ]);

  const verdictForm = (
    <VerdictForm
      ref={form}
      desk={desk}
      verdict={verdict}
      change={change}
      area={area}
      setArea={setArea}
      faults={faults}
      send={send}
      isLost={isLost}
      isCompact={!isWide}
    />
  );
  const notes = (
    <>
      <WhatChecksFound warnings={item.warnings} />
      <Guidelines />
    </>
  );

  return (
    <>
      <ClaimNotes desk={desk} isLost={isLost} onSubmitAnyway={() => send(false)} />
      <Box className={classes['desk']}>
        <LessonView
          item={item}
          titleRef={title}
          isWide={isWide}
          isEarlierShown={isEarlierShown}
          toggleEarlier={() => setIsEarlierShown(now => !now)}
        />
        {isWide ? (
          <Stack className={classes['side']} gap="md">
            {verdictForm}
            {notes}
          </Stack>
        ) : (
          <Stack gap="md">{notes}</Stack>
        )}
      </Box>
      {!isWide && <div className={classes['bar']}>{verdictForm}</div>}
    </>
  );
}
