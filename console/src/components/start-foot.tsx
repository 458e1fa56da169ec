import {Button, Group} from '@mantine/core';
import {plural, usdRange} from '../lib/format.ts';
import {DialogFoot} from './dialog-foot.tsx';
import {QuoteText, type QuoteState} from './quote.tsx';

type StartFootProps = {
  quote: QuoteState;
  isPending: boolean;
  /** What is asked has a fault, which is told where it stands. */
  isDisabled?: boolean;
  onStart: () => void;
  onClose: () => void;
};

/** The foot of a dialog that starts a run: what the run would take, and the button that waits until this is known. */
export function StartFoot({quote: state, isPending, isDisabled = false, onStart, onClose}: StartFootProps) {
  const {quote, isSettled} = state;
  return (
    <DialogFoot>
      <QuoteText {...state} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button
          onClick={onStart}
          loading={isPending}
          disabled={isDisabled || !isSettled || quote === null || quote.cellCount === 0}
        >
          {startLabel(state)}
        </Button>
      </Group>
    </DialogFoot>
  );
}

/** Start: 37 cells, $0.35–0.55 */
function startLabel({quote}: QuoteState): string {
  if (quote === null) return 'Start';
  if (quote.cellCount === 0) return 'Nothing to start';
  return `Start: ${plural(quote.cellCount, 'cell')}, ${usdRange(quote.usd)}`;
}
