import {Anchor} from '@mantine/core';
import {Link} from '@tanstack/react-router';
import {createContext, type ReactNode, useContext} from 'react';
import {PanelLink} from '../../components/links.tsx';
import type {LessonId} from '../../lib/graphql.ts';
import type {LessonTab} from './search.ts';

/** Whether the lesson is shown in the panel: other versions are then, too, without leaving the page behind it. */
const InPanel = createContext(false);
export const InPanelProvider = InPanel.Provider;
export const useInPanel = (): boolean => useContext(InPanel);

type LessonLinkProps = {
  lessonId: LessonId;
  children: ReactNode;
  tab?: LessonTab;
  against?: LessonId;
  label?: string;
  isCurrent?: boolean;
};

/** Leads to a version: in the panel, if that is where it stands and no part of it is named. */
export function LessonLink({lessonId, children, tab, against, label, isCurrent = false}: LessonLinkProps) {
  const isInPanel = useInPanel();
  const given = {
    ...(label !== undefined && {'aria-label': label}),
    ...(isCurrent && {'aria-current': 'true' as const, fw: 700}),
  };
  if (isInPanel && tab === undefined)
    return (
      <PanelLink lessonId={lessonId} inherit underline="always" {...given}>
        {children}
      </PanelLink>
    );
  return (
    <Anchor
      inherit
      underline="always"
      {...given}
      renderRoot={props => (
        <Link
          {...props}
          to="/lessons/$lessonId"
          params={{lessonId: String(lessonId)}}
          search={{...(tab && {tab}), ...(against !== undefined && {against: String(against)})}}
        />
      )}
    >
      {children}
    </Anchor>
  );
}

/** Leads to a run. */
export function RunLink({runId}: {runId: number}) {
  return (
    <Anchor
      inherit
      underline="always"
      renderRoot={props => <Link {...props} to="/runs/$runId" params={{runId: String(runId)}} />}
    >
      run {runId}
    </Anchor>
  );
}
