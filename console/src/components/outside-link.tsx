import type {ReactNode} from 'react';
import {webAddress} from './safe-link.ts';

/** A link that somebody else wrote: to a web page, in another tab, telling it nothing. Any other is its text. */
export function OutsideLink({href, children}: {href: unknown; children: ReactNode}) {
  const address = webAddress(href);
  if (address === undefined) return <span>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
