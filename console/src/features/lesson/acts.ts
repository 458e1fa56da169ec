import {isRejected, type Version, versionBefore} from './versions.ts';

/** What an administrator does to a version. */
export type Act = 'promote' | 'retire' | 'restore' | 'roll_back';

/** An act as it is offered: what the button says, and what becomes of learners, before it is pressed. */
export type Offer = {act: Act; label: string; consequence: string; isDangerous?: true};

/** What can be done to a version, in the order of the buttons. What would be refused is not offered. */
export function offersFor(version: Version, versions: readonly Version[]): Offer[] {
  if (version.state === 'retired') return [restore(version)];
  if (version.state === 'live') {
    const before = versionBefore(versions);
    return [...(before === null ? [] : [rollBack(version, before)]), retire(version, versions)];
  }
  return [...(isRejected(version) ? [] : [promote(version, versions)]), retire(version, versions)];
}

const liveOf = (versions: readonly Version[]): Version | undefined =>
  versions.find(({state}) => state === 'live');

function promote({name}: Version, versions: readonly Version[]): Offer {
  const live = liveOf(versions);
  const instead = live === undefined ? 'where there is no lesson now' : `instead of ${live.name}`;
  const kept = live === undefined ? '' : ` ${live.name} is kept and can be made live again.`;
  return {
    act: 'promote',
    label: `Make ${name} live`,
    consequence: `Learners get ${name} from then on, ${instead}, until a mentor verifies another version.${kept}`,
  };
}

function rollBack({name}: Version, before: Version): Offer {
  return {
    act: 'roll_back',
    label: `Make ${before.name} live again`,
    consequence: `Learners get ${before.name} from then on, which they had before ${name}, until a mentor verifies another version. ${name} is kept.`,
  };
}

function retire(version: Version, versions: readonly Version[]): Offer {
  const {name} = version;
  return {
    act: 'retire',
    label: `Retire ${name}`,
    isDangerous: true,
    consequence:
      version.state === 'live'
        ? `${afterRetirement(version, versions)} ${name} is not deleted: it can be restored.`
        : `Learners see no difference: ${name} is not live. It is not offered again until it is restored.`,
  };
}

/** Who follows the live one. Among several the server chooses, by its rule. */
function afterRetirement(version: Version, versions: readonly Version[]): string {
  const candidates = versions.filter(
    other => other.number !== version.number && other.state === 'parked' && !isRejected(other),
  );
  const names = candidates.map(({name}) => name);
  if (names.length === 0)
    return 'Learners get nothing here from then on, until a new version is made: the cell counts as missing.';
  if (names.length === 1) return `Learners get ${names[0]} from then on.`;
  return `Learners get the best of ${names.join(', ')} from then on: verified ones first, then by votes.`;
}

const restore = ({name}: Version): Offer => ({
  act: 'restore',
  label: `Restore ${name}`,
  consequence: `${name} may be served again. Learners get it only where it is better than what is live: verified ones first, then by votes.`,
});

const DONE: Record<Act, (name: string) => string> = {
  promote: name => `${name} is live now.`,
  retire: name => `${name} is retired.`,
  restore: name => `${name} may be served again.`,
  roll_back: () => 'The version before is live again.',
};

/** What was done, in words. */
export const doneText = (act: Act, name: string): string => DONE[act](name);

const PAST: Record<string, string> = {promote: 'made live', retire: 'retired', restore: 'restored'};

/** As in "v3 was retired". */
export const pastOf = (act: string): string => PAST[act] ?? act;
