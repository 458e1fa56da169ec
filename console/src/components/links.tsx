import {Anchor, type AnchorProps, Button, type ButtonProps} from '@mantine/core';
import {createLink, Link} from '@tanstack/react-router';
import type {AnchorHTMLAttributes, RefAttributes} from 'react';
import type {LessonId} from '../lib/graphql.ts';

type Rest<Own> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own> & RefAttributes<HTMLAnchorElement>;

/** A link to a page, with the types of its parameters and its search: `component={Link}` would lose them. */
export const AnchorLink = createLink((props: AnchorProps & Rest<AnchorProps>) => <Anchor {...props} />);

/** A link to a page that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Rest<ButtonProps>) => (
  <Button component="a" {...props} />
));

/** The `renderRoot` of what opens a lesson in the panel: the page beside it stays where it is scrolled to. */
export const toPanel = (lessonId: LessonId) => (props: object) => (
  <Link {...props} to="." search={before => ({...before, lesson: String(lessonId)})} resetScroll={false} />
);

/** Opens a lesson in the panel beside the page. */
export const PanelLink = ({lessonId, ...props}: AnchorProps & Rest<AnchorProps> & {lessonId: LessonId}) => (
  <Anchor {...props} renderRoot={toPanel(lessonId)} />
);
