import {readFileSync} from 'node:fs';
import {rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import type {Config} from '../config.ts';
import {findProcess} from '../dev/child-process.ts';

/** What `preheat up` brought up, left in a file so that the other commands find it. */
const Services = z.object({
  pid: z.number(),
  databaseUrl: z.string(),
  /** Of the embedded server; null where it uses a real one, which each command finds in its own environment. */
  temporalAddress: z.string().nullable(),
  temporalUiUrl: z.string().nullable(),
  geminiUrl: z.string().nullable(),
  httpUrl: z.string(),
  /** What its worker calls, as GEMINI_MODEL names it; a Preheat of before did not say. */
  model: z.string().optional(),
  /** Whether the emulator stands in for the model. */
  emulated: z.boolean().optional(),
});

export type Services = z.infer<typeof Services>;

const fileOf = (config: Config) => join(config.homeDir, 'services.json');

export async function writeServices(config: Config, services: Required<Services>): Promise<void> {
  // Whole or not at all: other commands read it at any moment.
  const part = `${fileOf(config)}.part`;
  await writeFile(part, `${JSON.stringify(services, null, 2)}\n`, {mode: 0o600});
  await rename(part, fileOf(config));
}

export async function removeServices(config: Config): Promise<void> {
  await rm(fileOf(config), {force: true});
}

/** The services of a running `preheat up`; null where none runs. */
export function readServices(config: Config): Services | null {
  const parsed = Services.safeParse(readJson(fileOf(config)));
  return parsed.success && findProcess(parsed.data.pid) ? parsed.data : null;
}

/** Undefined for what is not there or no JSON: a file that somebody damaged tells of no services. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
