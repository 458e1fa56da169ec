const WINDOW_MS = 600_000;

/** What each project spent in the last ten minutes. */
export type SpendBook = {
  isSpent(project: string, maxUsd: number | null, nowMs: number): boolean;
  add(project: string, usd: number, nowMs: number): void;
  clear(): void;
};

type Window = {sumUsd: number; seconds: Map<number, number>};

export function createSpendBook(): SpendBook {
  const windows = new Map<string, Window>();
  return {
    clear: () => windows.clear(),
    isSpent(project, maxUsd, nowMs) {
      const window = windows.get(project);
      if (maxUsd === null || window === undefined) return false;
      forget(window, nowMs);
      return window.sumUsd >= maxUsd;
    },
    add(project, usd, nowMs) {
      const window = windows.get(project) ?? {sumUsd: 0, seconds: new Map<number, number>()};
      windows.set(project, window);
      // Kept by the second: ten minutes are then at most 600 numbers, however many requests there are.
      const second = Math.floor(nowMs / 1_000);
      window.seconds.set(second, (window.seconds.get(second) ?? 0) + usd);
      window.sumUsd += usd;
      if (window.seconds.size > WINDOW_MS / 1_000) forget(window, nowMs);
    },
  };
}

function forget(window: Window, nowMs: number): void {
  const oldest = (nowMs - WINDOW_MS) / 1_000;
  for (const [second, usd] of window.seconds) {
    if (second > oldest) continue;
    window.seconds.delete(second);
    window.sumUsd -= usd;
  }
}
