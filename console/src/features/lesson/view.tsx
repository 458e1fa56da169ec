import {Alert, Stack, Tabs, type TitleOrder} from '@mantine/core';
import {useMediaQuery} from '@mantine/hooks';
import {EmptyState} from '../../components/empty-state.tsx';
import {LessonContent} from '../../components/lesson-content.tsx';
import type {LessonId} from '../../lib/graphql.ts';
import {ChecksTab} from './checks-tab.tsx';
import {CompareTab} from './compare-tab.tsx';
import classes from './lesson.module.css';
import {useInPanel} from './links.tsx';
import {OriginTab} from './origin-tab.tsx';
import type {ConsoleLesson} from './queries.ts';
import {RegenerationNote} from './regeneration-note.tsx';
import {ReviewsTab} from './reviews-tab.tsx';
import type {LessonSearch, LessonTab} from './search.ts';
import {UndoNote} from './undo-note.tsx';
import {FoldedVersions, VersionList} from './version-list.tsx';
import type {Version} from './versions.ts';
import {VotesTab} from './votes-tab.tsx';

const LABELS: Record<LessonTab, string> = {
  lesson: 'Lesson',
  compare: 'Compare',
  checks: 'Checks',
  votes: 'Votes',
  reviews: 'Reviews',
  origin: 'Origin',
};

export type ViewProps = {
  data: ConsoleLesson;
  versions: readonly Version[];
  /** The version that the lesson is; null where it belongs to no cell. */
  shown: Version | null;
  search: LessonSearch;
  onSearch: (search: LessonSearch) => void;
  headingLevel: TitleOrder;
};

/** A lesson below its title: notes of what goes on, its versions, and its tabs. */
export function LessonView(props: ViewProps) {
  const {data, versions, shown, headingLevel} = props;
  const isWide = useMediaQuery('(min-width: 62em)', true, {getInitialValueInEffect: false});
  const isStacked = useInPanel() || !isWide;
  if (shown === null)
    return (
      <Stack>
        <Alert variant="light" color="yellow" title="It has no versions">
          No roadmap wants a lesson under its key, so nothing is decided here. It is shown as it is stored.
        </Alert>
        <LessonContent
          content={data.lesson.content}
          style={data.lesson.learningStyle}
          headingLevel={headingLevel}
        />
      </Stack>
    );
  return (
    <Stack gap="sm">
      {data.cellId !== null && <UndoNote cellId={data.cellId} versions={versions} />}
      <RegenerationNote regenerations={data.regenerations} versions={versions} shown={shown} />
      {isStacked ? (
        <>
          <FoldedVersions versions={versions} shown={shown} />
          <LessonTabs {...props} shown={shown} />
        </>
      ) : (
        <div className={classes['layout']}>
          <LessonTabs {...props} shown={shown} />
          <VersionList versions={versions} shown={shown} headingLevel={headingLevel} />
        </div>
      )}
    </Stack>
  );
}

function LessonTabs({data, versions, shown, search, onSearch, headingLevel}: ViewProps & {shown: Version}) {
  const {tab = 'lesson', against} = search;
  const {lesson} = data;
  const setTab = (value: string | null) => {
    const next = Object.keys(LABELS).find(known => known === value) as LessonTab | undefined;
    onSearch({
      ...(next !== undefined && next !== 'lesson' && {tab: next}),
      ...(against !== undefined && {against}),
    });
  };
  const setAgainst = (lessonId: LessonId) => onSearch({tab, against: String(lessonId)});
  const parts: Record<LessonTab, () => React.ReactNode> = {
    lesson: () => (
      <LessonContent content={lesson.content} style={lesson.learningStyle} headingLevel={headingLevel} />
    ),
    compare: () => (
      <CompareTab
        version={shown}
        versions={versions}
        against={against}
        onAgainst={setAgainst}
        headingLevel={headingLevel}
      />
    ),
    checks: () => (
      <ChecksTab
        version={shown}
        versions={versions}
        style={lesson.learningStyle}
        headingLevel={headingLevel}
      />
    ),
    votes: () => <VotesTab version={shown} />,
    reviews: () => <ReviewsTab version={shown} />,
    origin: () => <OriginTab data={data} version={shown} versions={versions} headingLevel={headingLevel} />,
  };
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes['tabs']}>
      <Tabs.List mb="md">
        {Object.entries(LABELS).map(([value, label]) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {Object.entries(parts).map(([value, part]) => (
        <Tabs.Panel key={value} value={value}>
          {value === tab && part()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Where there is no such lesson. */
export const NoLesson = ({lessonId}: {lessonId: string}) => (
  <EmptyState title="There is no such lesson">
    No lesson has the id {lessonId}. It may have been deleted in the application.
  </EmptyState>
);
