import {Group, Paper, Stack, Text, Title, type TitleOrder} from '@mantine/core';
import {Fold} from '../../components/fold.tsx';
import {Time} from '../../components/time.tsx';
import {VoteBar} from '../../components/vote-bar.tsx';
import {plural, usd} from '../../lib/format.ts';
import {LessonLink} from './links.tsx';
import {VersionBadges} from './version-facts.tsx';
import classes from './lesson.module.css';
import type {Version} from './versions.ts';

type VersionListProps = {versions: readonly Version[]; shown: Version | null; headingLevel: TitleOrder};

/** The versions of a cell, the newest first; the one that is shown is marked. */
export function VersionList({versions, shown, headingLevel}: VersionListProps) {
  return (
    <section aria-label="Versions">
      <Title order={headingLevel} size="h2" mb="xs">
        {plural(versions.length, 'version')}
      </Title>
      <Cards versions={versions} shown={shown} />
    </section>
  );
}

type CardsProps = Pick<VersionListProps, 'versions' | 'shown'>;

const Cards = ({versions, shown}: CardsProps) => (
  <ol className={classes['versions']}>
    {versions.map(version => (
      <li key={version.number}>
        <VersionCard version={version} isShown={version.number === shown?.number} />
      </li>
    ))}
  </ol>
);

/** The same where there is no room beside the lesson: the shown version, and all of them when they are asked for. */
export function FoldedVersions({versions, shown}: CardsProps) {
  if (shown === null) return null;
  return (
    <section aria-label="Versions">
      <Group gap="xs">
        <Text fw={700}>{shown.name}</Text>
        <VersionBadges version={shown} />
      </Group>
      <Fold summary={`${plural(versions.length, 'version')}: votes, costs, what each answers`}>
        <Cards versions={versions} shown={shown} />
      </Fold>
    </section>
  );
}

function VersionCard({version, isShown}: {version: Version; isShown: boolean}) {
  const {name, row, upvotes, downvotes, regeneration, parent} = version;
  return (
    <Paper withBorder p="xs" className={classes['version']} data-shown={isShown || undefined}>
      <Stack gap={4}>
        <Group justify="space-between" gap="xs">
          <LessonLink
            lessonId={row.lessonId}
            isCurrent={isShown}
            label={isShown ? `${name}, shown` : `Show ${name}`}
          >
            {name}
          </LessonLink>
          <VersionBadges version={version} />
        </Group>
        <Text size="xs" c="var(--preheat-soft)" component="div">
          <Since version={version} />
        </Text>
        <VoteBar upvotes={upvotes} downvotes={downvotes} />
        <Text size="xs" c="var(--preheat-soft)">
          {origin(version)}
        </Text>
        {row.warningCount > 0 && <Text size="xs">{plural(row.warningCount, 'warning')} of the checks</Text>}
        {regeneration !== null && (
          <Text size="xs" c="var(--preheat-soft)">
            {answered(regeneration, parent)}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function Since({version: {state, liveSince, row}}: {version: Version}) {
  if (state === 'live' && liveSince !== null)
    return (
      <>
        live since <Time value={liveSince} />, made <Time value={row.generatedAt} />
      </>
    );
  return (
    <>
      made <Time value={row.generatedAt} />
      {liveSince === null ? ', never live' : ', was live before'}
    </>
  );
}

/** Who or what wrote it, and for how much. */
function origin({row, lessonIds}: Version): string {
  const {model, promptVersion, costUsd, origin: of} = row;
  const parts = [
    of === 'adopted' ? 'written by the application' : null,
    model,
    promptVersion === null ? null : `prompt ${promptVersion}`,
    costUsd === null ? null : usd(costUsd),
    lessonIds.length > 1 ? `under ${lessonIds.length} keys` : null,
  ];
  return parts.filter(part => part !== null && part !== '').join(' · ');
}

function answered(
  {reviewIds, voteIds, instructions}: NonNullable<Version['regeneration']>,
  parent: string | null,
): string {
  const parts = [
    reviewIds.length > 0 ? plural(reviewIds.length, 'review') : null,
    voteIds.length > 0 ? plural(voteIds.length, 'comment') : null,
    instructions === '' ? null : 'instructions',
  ].filter(part => part !== null);
  const of = parent === null ? '' : ` on ${parent}`;
  return parts.length === 0
    ? `made anew${parent === null ? '' : ` from ${parent}`}`
    : `answers ${parts.join(', ')}${of}`;
}
