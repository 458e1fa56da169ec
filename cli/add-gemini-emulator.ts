import {type Command, InvalidArgumentError, Option} from 'commander';
import type {GeminiEmulatorOptions} from './commands/gemini-emulator.ts';

const HELP = `
A stand-in for Google's Gemini API, on loopback only: models, schemas, usage, quotas and errors as documented, and lessons
that can be read. It costs nothing and needs no key of Google's; never give it one. It prints its URL, the key to use, and
its admin URL: there, models, quotas, faults and the clock are set while it runs, and the ledger of all requests is read
(docs/gemini-emulator.md). Ctrl-C stops it.

Examples:
  npx preheat gemini-emulator
  npx preheat gemini-emulator --port 8790 --ledger ledger.jsonl
  npx preheat gemini-emulator --settings nightly-faults.json
  GEMINI_API_KEY=preheat-emulator GEMINI_BASE_URL=http://127.0.0.1:8790 npm start   (in another terminal)

A file of settings, here for two requests a minute and every tenth answer cut off:
  {
    "quotas": {"*": {"requestsPerMinute": 2}},
    "faults": [{"fault": "truncated", "probability": 0.1}]
  }`;

/** Adds `preheat gemini-emulator`. */
export function addGeminiEmulator(program: Command): void {
  program
    .command('gemini-emulator')
    .description('run the Gemini emulator by itself, for development and tests')
    .addOption(
      new Option('--port <number>', 'the port to listen on; 0 takes a free one')
        .argParser(portNumber)
        .default(0),
    )
    .option('--ledger <file>', 'append each request to this file, one line of JSON each')
    .option('--settings <file>', 'settings as JSON, in force from the start and after each reset')
    .addHelpText('after', HELP)
    .action(async (options: GeminiEmulatorOptions) =>
      (await import('./commands/gemini-emulator.ts')).geminiEmulatorCommand(options),
    );
}

function portNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return value;
}
