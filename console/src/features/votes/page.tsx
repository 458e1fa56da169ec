import {Stack, Tabs} from '@mantine/core';
import {useNavigate, useSearch} from '@tanstack/react-router';
import {PageHeader} from '../../components/page-header.tsx';
import {Comments} from './comments.tsx';
import {PartFilters} from './part-filters.tsx';
import {VOTE_TABS, type VotesSearch, type VoteTab} from './search.ts';
import {Series} from './series.tsx';
import {VotedLessons} from './voted-lessons.tsx';

const TABS: Record<VoteTab, {label: string; meaning: string}> = {
  collapsing: {
    label: 'Collapsing',
    meaning:
      'Lessons that learners vote down: those with five votes or more, by the upper end of the likely share of upvotes, the lowest first.',
  },
  controversial: {
    label: 'Controversial',
    meaning: 'Lessons that learners disagree about: many votes, near half and half.',
  },
  best: {
    label: 'Best',
    meaning: 'Lessons that learners like best, few votes drawn to the average of their style.',
  },
  comments: {label: 'Comments', meaning: 'What learners said with their votes, the newest first.'},
};

/** What learners' votes say, and which lessons they are about. */
export function VotesPage() {
  const search = useSearch({from: '/shell/votes'});
  const navigate = useNavigate();
  const {tab = 'collapsing'} = search;
  const setSearch = (changes: {[K in keyof VotesSearch]: VotesSearch[K] | undefined}) =>
    void navigate({
      to: '/votes',
      search: previous => ({...previous, ...changes}) as VotesSearch,
      resetScroll: false,
    });
  const setTab = (value: string | null) => setSearch({tab: VOTE_TABS.find(known => known === value)});
  return (
    <>
      <PageHeader title="Votes">What learners say of the lessons that they get.</PageHeader>
      <Stack gap="lg">
        <Series />
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List mb="sm">
            {VOTE_TABS.map(value => (
              <Tabs.Tab key={value} value={value}>
                {TABS[value].label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {VOTE_TABS.map(value => (
            <Tabs.Panel key={value} value={value}>
              {value === 'comments' ? (
                <Comments
                  meaning={TABS.comments.meaning}
                  votes={search.votes}
                  onVotes={votes => setSearch({votes})}
                />
              ) : (
                <VotedLessons
                  order={value}
                  meaning={TABS[value].meaning}
                  search={search}
                  filters={<PartFilters search={search} onChange={setSearch} />}
                  onClear={() => setSearch({roadmapKeys: undefined, styles: undefined})}
                />
              )}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stack>
    </>
  );
}
