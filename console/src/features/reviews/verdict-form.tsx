import {Button, Collapse, Group, Kbd, Menu, Stack, Textarea, TextInput, VisuallyHidden} from '@mantine/core';
import {IconChevronDown, IconChevronUp, IconDots} from '@tabler/icons-react';
import {type Ref, useEffect, useState} from 'react';
import type {Desk} from './use-desk.ts';
import {REASONS, STATUS_TEXTS, type Verdict, type VerdictFaults} from './verdict.ts';
import {ReasonChoice, StatusChoice} from './verdict-choices.tsx';

type Props = {
  ref: Ref<HTMLFormElement>;
  desk: Desk;
  verdict: Verdict;
  change: (change: (now: Verdict) => Verdict) => void;
  area: string;
  setArea: (area: string) => void;
  faults: VerdictFaults;
  send: (thenClaim: boolean) => void;
  isLost: boolean;
  /** At the foot of a narrow screen: folded, until there is something to explain. */
  isCompact: boolean;
};

/** The verdict on a lesson: what, why, in words. */
export function VerdictForm(props: Props) {
  const {ref, verdict, change, faults, send, isCompact} = props;
  const hasFaults = Object.keys(faults).length > 0;
  const [isUnfolded, setIsUnfolded] = useState(false);
  const needsWords = verdict.status !== null && verdict.status !== 'verified';
  useEffect(() => {
    if (needsWords || hasFaults) setIsUnfolded(true);
  }, [needsWords, hasFaults]);

  return (
    <form
      ref={ref}
      aria-label="Your verdict"
      onSubmit={event => {
        event.preventDefault();
        send(true);
      }}
    >
      <Stack gap="sm">
        <StatusChoice
          value={verdict.status}
          onChange={status => change(now => ({...now, status}))}
          fault={faults.status}
          isCompact={isCompact}
        />
        {isCompact ? (
          <Collapse expanded={isUnfolded}>
            <Stack gap="sm">
              <Words {...props} />
            </Stack>
          </Collapse>
        ) : (
          <Words {...props} />
        )}
        <Group gap="xs" wrap="nowrap">
          <Buttons {...props} />
          {isCompact && (
            <Button
              variant="default"
              px="xs"
              aria-label={isUnfolded ? 'Fold reasons and feedback' : 'Unfold reasons and feedback'}
              aria-expanded={isUnfolded}
              onClick={() => setIsUnfolded(now => !now)}
            >
              {isUnfolded ? (
                <IconChevronDown size={16} aria-hidden />
              ) : (
                <IconChevronUp size={16} aria-hidden />
              )}
            </Button>
          )}
        </Group>
        <VisuallyHidden aria-live="polite">{inWords(verdict)}</VisuallyHidden>
      </Stack>
    </form>
  );
}

function Words({verdict, change, area, setArea, faults}: Props) {
  return (
    <>
      {verdict.status !== 'verified' && (
        <ReasonChoice
          value={verdict.reasons}
          onChange={reasons => change(now => ({...now, reasons}))}
          fault={faults.reasons}
        />
      )}
      <Textarea
        name="feedback"
        label={
          <>
            Feedback{' '}
            <Kbd size="xs" aria-hidden>
              F
            </Kbd>
          </>
        }
        description="The next version is made with it: say what is wrong, and where."
        autosize
        minRows={3}
        maxRows={10}
        value={verdict.feedback}
        onChange={({currentTarget: {value}}) => change(now => ({...now, feedback: value}))}
        error={faults.feedback}
      />
      <TextInput
        name="area"
        label="Your area of expertise"
        description="Kept with the verdict, and for the next one."
        value={area}
        onChange={({currentTarget: {value}}) => setArea(value)}
        error={faults.area}
      />
    </>
  );
}

function Buttons({desk, send, isLost, isCompact}: Props) {
  return (
    <>
      <Button
        type="submit"
        style={{flexGrow: 1}}
        px="sm"
        loading={desk.isSubmitting}
        disabled={isLost || (desk.isBusy && !desk.isSubmitting)}
        aria-keyshortcuts="Control+Enter"
        {...(!isCompact && {
          rightSection: (
            <Kbd size="xs" aria-hidden>
              Ctrl Enter
            </Kbd>
          ),
        })}
      >
        {desk.isReopened ? 'Submit the new verdict' : 'Submit and claim the next'}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label="What else you can do">
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!desk.isReopened && (
            <>
              <Menu.Item disabled={isLost || desk.isBusy} onClick={() => send(false)}>
                Submit and stop
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item disabled={desk.isBusy} onClick={desk.skip} rightSection={<Kbd size="xs">S</Kbd>}>
                Skip: leave it to others
              </Menu.Item>
              <Menu.Item disabled={desk.isBusy} onClick={desk.giveBack}>
                Give back, and stop
              </Menu.Item>
            </>
          )}
          {desk.isReopened && (
            <Menu.Item disabled={desk.isBusy} onClick={desk.leave}>
              Leave it without a verdict
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** For those who choose by keys and do not see the form. */
function inWords({status, reasons}: Verdict): string {
  const labels = REASONS.filter(({value}) => reasons.includes(value)).map(({label}) => label);
  return [
    status && `Verdict: ${STATUS_TEXTS[status].label}.`,
    status !== 'verified' && labels.length > 0 && `Reasons: ${labels.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
