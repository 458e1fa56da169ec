import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {choosePort} from '../../dev/ports.ts';

let folder: string;
let other: Server;
let takenPort: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preheat-ports-'));
  other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  takenPort = (other.address() as {port: number}).port;
});

afterEach(async () => {
  other.close();
  await rm(folder, {recursive: true});
});

const setting = 'PREHEAT_TEST_PORT';

test('a configured port that is free is taken', async () => {
  other.close();
  await once(other, 'close');

  expect(await choosePort({wanted: takenPort, setting})).toBe(takenPort);
});

test('a configured port in use is refused with its number and its setting, not replaced', async () => {
  await expect(choosePort({wanted: takenPort, setting})).rejects.toThrow(
    `Port ${takenPort} on 127.0.0.1 is already in use (setting ${setting}).`,
  );
});

test('without a setting the port stays the same from start to start', async () => {
  const rememberedIn = join(folder, 'port');
  const first = await choosePort({setting, rememberedIn});

  expect(await choosePort({setting, rememberedIn})).toBe(first);
});

test('a remembered port that somebody has by now is replaced, and the new one remembered', async () => {
  const rememberedIn = join(folder, 'port');
  await writeFile(rememberedIn, `${takenPort}\n`);

  const port = await choosePort({setting, rememberedIn});

  expect(port).not.toBe(takenPort);
  expect(await readFile(rememberedIn, 'utf8')).toBe(`${port}\n`);
});
