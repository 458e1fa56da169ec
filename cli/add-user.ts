import {Argument, type Command, InvalidArgumentError, Option} from 'commander';
import {DEFAULT_TOKEN_DAYS, MAX_TOKEN_DAYS} from '../domain/token-days.ts';
import type {Config} from '../config.ts';
import {type Role, ROLES} from '../domain/roles.ts';
import {type Scope, SCOPES} from '../domain/scopes.ts';
import {positiveCount} from './run-filter.ts';

/** Adds the command `user` with its commands. */
export function addUser(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/user.ts')).userCommands;
  const user = program
    .command('user')
    .description('accounts that sign in to the API and the console, and tokens of scripts')
    .addHelpText(
      'after',
      `
Where a Django application keeps the database, its accounts sign in with their own passwords and are changed there; only
tokens are made here.

Examples:
  npx preheat user add ada@example.org --role admin
  npx preheat user token add ada@example.org --name nightly-report --scopes learner --days 90`,
    );
  const email = () => new Argument('<email>', 'email address of the account');
  const role = () => new Argument('<role>', 'what it may do').choices([...ROLES]);
  const generate = () =>
    new Option('--generate', 'make a password and show it once, instead of asking for one').default(false);
  const example = (args: string) => `\nExample:\n  npx preheat user ${args}`;

  user
    .command('add')
    .description('make an account')
    .addArgument(email())
    .addOption(
      new Option('--role <role>', 'what it may do').choices([...ROLES]).default('learner' satisfies Role),
    )
    .addOption(generate())
    .addHelpText('after', example('add ada@example.org --role admin'))
    .action(async (address: string, options: {role: Role; generate: boolean}) =>
      (await load()).add(config(), {email: address, ...options}),
    );
  user
    .command('role')
    .description('give an account another role')
    .addArgument(email())
    .addArgument(role())
    .addHelpText('after', example('role ada@example.org moderator'))
    .action(async (address: string, newRole: Role) =>
      (await load()).role(config(), {email: address, role: newRole}),
    );
  user
    .command('reset')
    .description('give an account another password; its sessions end')
    .addArgument(email())
    .addOption(generate())
    .addHelpText('after', example('reset ada@example.org --generate'))
    .action(async (address: string, options: {generate: boolean}) =>
      (await load()).reset(config(), {email: address, ...options}),
    );
  user
    .command('list')
    .description('list the accounts')
    .addHelpText('after', example('list'))
    .action(async () => (await load()).list(config()));

  const token = user
    .command('token')
    .description('tokens of scripts: add, list, revoke')
    .addHelpText(
      'after',
      `
A script sends its token as "Authorization: Bearer …" to /graphql.

Examples:
  npx preheat user token list`,
    );
  token
    .command('add')
    .description('make a token; it is shown once')
    .addArgument(email())
    .requiredOption('--name <name>', 'what it is for, up to 100 characters', shortName)
    .addOption(
      new Option('--scopes <scope...>', 'what it may do; default: all that the account may').choices([
        ...SCOPES,
      ]),
    )
    .addOption(
      new Option('--days <n>', `for how many days, at most ${MAX_TOKEN_DAYS}`)
        .argParser(tokenDays)
        .default(DEFAULT_TOKEN_DAYS),
    )
    .addHelpText('after', example('token add ada@example.org --name nightly-report --scopes learner'))
    .action(async (address: string, options: {name: string; scopes?: Scope[]; days: number}) =>
      (await load()).addToken(config(), {email: address, ...options, scopes: options.scopes ?? null}),
    );
  token
    .command('list')
    .description('list the tokens, without their secrets')
    .addHelpText('after', example('token list'))
    .action(async () => (await load()).listTokens(config()));
  token
    .command('revoke')
    .description('end a token')
    .addArgument(new Argument('<id>', 'as `token list` shows it').argParser(positiveCount))
    .addHelpText('after', example('token revoke 3'))
    .action(async (id: number) => (await load()).revokeToken(config(), id));
}

function shortName(text: string): string {
  if (text.trim() === '' || text.length > 100)
    throw new InvalidArgumentError('It must have 1 to 100 characters.');
  return text;
}

function tokenDays(text: string): number {
  const days = positiveCount(text);
  if (days > MAX_TOKEN_DAYS) throw new InvalidArgumentError(`At most ${MAX_TOKEN_DAYS}.`);
  return days;
}
