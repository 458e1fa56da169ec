import {NumberInput} from '@mantine/core';
import {capFault} from './run-filter.ts';

type CapFieldProps = {
  label: string;
  description: string;
  value: number | string;
  onChange: (value: number | string) => void;
};

/** A field for what may be spent; nothing in it is no cap. With the fault that it shows, nothing is to be sent. */
export const CapField = ({value, ...rest}: CapFieldProps) => (
  <NumberInput
    {...rest}
    placeholder="No cap"
    prefix="$"
    decimalScale={4}
    min={0}
    max={100_000}
    allowNegative={false}
    value={value}
    error={capFault(value)}
    maw={260}
  />
);
