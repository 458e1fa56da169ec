/** What a caller gets for a lesson that is still being made, to ask for it again. */
export type Ticket = {
  cellId: number;
  /** By the database's clock. */
  issuedMs: number;
  /** Another version is being made of a lesson that is there. */
  isAnew: boolean;
};

/** It holds no secret: whoever may ask for a lesson may ask for this one. */
export const ticketText = ({cellId, issuedMs, isAnew}: Ticket): string =>
  `${isAnew ? 'anew' : 'new'}-${cellId}-${issuedMs.toString(36)}`;

const FORM = /^(?<kind>new|anew)-(?<cell>\d{1,15})-(?<issued>[0-9a-z]{1,9})$/;

/** Null for what is no ticket. */
export function readTicket(text: string): Ticket | null {
  const parts = FORM.exec(text)?.groups;
  if (!parts) return null;
  const issuedMs = Number.parseInt(parts['issued'] ?? '', 36);
  return {cellId: Number(parts['cell']), issuedMs, isAnew: parts['kind'] === 'anew'};
}
