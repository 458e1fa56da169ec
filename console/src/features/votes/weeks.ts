/** The day on which a week begins, as 23 Nov. Weeks are those of UTC: in another zone the day would be the one before. */
export const weekName = (weekStart: string): string =>
  new Date(weekStart).toLocaleDateString('en-GB', {day: 'numeric', month: 'short', timeZone: 'UTC'});
