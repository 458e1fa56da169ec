import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {buildConsole, builtConsole} from '../../dev/build-console.ts';

test(
  'what is built is as the sources are now, packed as well, and not built twice',
  {timeout: 120_000},
  async () => {
    const said: string[] = [];
    const [one, another] = await Promise.all([
      buildConsole(line => said.push(line)),
      buildConsole(line => said.push(line)),
    ]);
    expect(another).toBe(one);
    expect(await builtConsole()).toBe(one);

    const page = await readFile(join(one, 'index.html'), 'utf8');
    const script = /src="\/(assets\/index-[^"]+\.js)"/.exec(page)?.[1] ?? 'no script';
    const files = await readdir(join(one, 'assets'));
    const name = script.replace('assets/', '');
    expect(files).toEqual(expect.arrayContaining([name, `${name}.br`, `${name}.gz`]));
    // The policy of the page lets no script stand in it.
    expect(page).not.toMatch(/<script(?![^>]*src=)/);
    // Colours for light and dark stay as they are written: rewritten, nothing would set them.
    const styles = await Promise.all(
      files.filter(file => file.endsWith('.css')).map(file => readFile(join(one, 'assets', file), 'utf8')),
    );
    expect(styles.join('')).toContain('light-dark(');

    said.splice(0);
    expect(await buildConsole(line => said.push(line))).toBe(one);
    expect(said).toEqual([]);
  },
);
