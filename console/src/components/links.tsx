import {Anchor, type AnchorProps, Button, type ButtonProps} from '@mantine/core';
import {createLink} from '@tanstack/react-router';
import type {AnchorHTMLAttributes, RefAttributes} from 'react';

type Rest<Own> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own> & RefAttributes<HTMLAnchorElement>;

/** A link to a page, with the types of its parameters and its search: `component={Link}` would lose them. */
export const AnchorLink = createLink((props: AnchorProps & Rest<AnchorProps>) => <Anchor {...props} />);

/** A link to a page that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Rest<ButtonProps>) => (
  <Button component="a" {...props} />
));
