import type {Page} from 'playwright-core';

const HEAPS = 3;

/** Notes in `window.firstRowMs` when the first row of the matrix stood on the page, from the start of loading it. */
export async function noteFirstRow(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[role=treegrid] [role=rowheader]')) return;
      observer.disconnect();
      // When it is drawn, and not only there.
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, {firstRowMs: performance.now()})));
    });
    observer.observe(document, {childList: true, subtree: true});
  });
}

/**
 * Scrolls down the page from its top, some pixels a frame, to its end or for so many frames. Returns the times between
 * frames, in milliseconds.
 */
export async function scrollDown(
  page: Page,
  speed: {stepPx: number; maxFrameCount: number},
): Promise<number[]> {
  return page.evaluate(async ({stepPx, maxFrameCount}) => {
    const LOOK_EVERY = 30;
    window.scrollTo(0, 0);
    const gaps: number[] = [];
    let last = performance.now();
    for (;;) {
      const now = await new Promise<number>(resolve => {
        requestAnimationFrame(resolve);
      });
      gaps.push(now - last);
      last = now;
      if (gaps.length >= maxFrameCount) return gaps;
      // To ask where the page is makes the browser lay it out at once, which no wheel does.
      if (gaps.length % LOOK_EVERY === 0) {
        if (window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1) return gaps;
      }
      window.scrollBy(0, stepPx);
    }
  }, speed);
}

/** The bytes that scripts hold, after what nobody holds was collected. */
export async function heapAfter(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    const {usedSize} = await session.send('Runtime.getHeapUsage');
    return usedSize;
  } finally {
    await session.detach();
  }
}

/** Opens, closes, filters and scrolls. Returns how often, and what scripts held from time to time. */
export async function useForAWhile(
  page: Page,
  {useMs}: {useMs: number},
): Promise<{roundCount: number; heaps: number[]}> {
  const heaps: number[] = [];
  const start = performance.now();
  let roundCount = 0;
  while (heaps.length < HEAPS) {
    await useOnce(page, roundCount);
    roundCount += 1;
    if (performance.now() - start > (useMs / HEAPS) * (heaps.length + 1)) heaps.push(await heapAfter(page));
  }
  return {roundCount, heaps};
}

async function useOnce(page: Page, round: number): Promise<void> {
  const words = page.getByLabel('Step', {exact: true});
  await words.fill(`step ${100 + round}`);
  await page.getByRole('heading', {name: 'What matches'}).waitFor();
  await page.getByRole('button', {name: 'Clear the filters'}).click();
  await page.getByRole('heading', {name: 'All cells'}).waitFor();
  await page.getByRole('button', {name: /^(Open|Close) all$/}).click();
  await page.evaluate(
    part => window.scrollTo(0, document.documentElement.scrollHeight * part),
    (round % 10) / 10,
  );
  await page.getByRole('rowheader').first().waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('button', {name: /^Missing/}).click();
  await page.getByRole('heading', {name: 'What matches'}).waitFor();
  await page.getByRole('button', {name: /^Missing/}).click();
  await page.getByRole('heading', {name: 'All cells'}).waitFor();
}
