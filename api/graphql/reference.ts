import {
  type GraphQLArgument,
  type GraphQLInputField,
  isEnumType,
  isInputObjectType,
  isObjectType,
  lexicographicSortSchema,
} from './graphql.ts';
import {schema} from './schema.ts';

const HEAD = `# The API

One endpoint, \`POST /graphql\`, takes \`{"query": …, "variables": …}\` as JSON. This page is written by \`npm run schema\`
from the schema; [api/schema.graphql](../api/schema.graphql) is the schema itself.

## Who asks

- **A browser**: \`signIn\` sets a session's cookie, for 14 days at most and 24 hours without a request. Requests with it must
  come from a page of this server, or carry the header \`x-preheat-csrf\` with any value.
- **The application**: \`authorization: Bearer …\` with its own access token (HS256, \`PREHEAT_JWT_SECRET\`). Whatever the role,
  it allows what learners and mentors do.
- **A script**: \`authorization: Bearer preheat_…\` with a token of \`createToken\` or of
  \`npx preheat user token add\`.
- **Nobody**: lessons that are there can be read, unless \`PREHEAT_ANONYMOUS_READS=false\`.

## Errors

What a learner can mend is told in a payload: \`success: false\` and a \`message\`. All else is an error with \`extensions.code\`:
\`UNAUTHENTICATED\`, \`FORBIDDEN\`, \`CSRF\`, \`BAD_INPUT\`, \`RATE_LIMITED\` (with \`retryAfterSeconds\`), \`METHOD_NOT_ALLOWED\`, \`TOO_LARGE\`,
\`TIMEOUT\`, \`UNAVAILABLE\`, \`INTERNAL\` (with an \`id\` that the server's log has, too), \`GRAPHQL_PARSE_FAILED\`,
\`GRAPHQL_VALIDATION_FAILED\`.
`;

/** The reference of the API as Markdown: what `docs/api.md` holds. */
export function referenceText(): string {
  const types = Object.values(lexicographicSortSchema(schema).getTypeMap()).filter(
    ({name}) => !name.startsWith('__'),
  );
  const roots = types.filter(({name}) =>
    /^(Query|Mutation|Subscription|Lessons(Query|Mutation))$/.test(name),
  );
  const rest = types.filter(type => !roots.includes(type));
  return `${HEAD}\n## What can be asked and done\n\n${roots.flatMap(section).join('\n')}\n## Types\n\n${rest.flatMap(section).join('\n')}`;
}

type Type = ReturnType<typeof schema.getTypeMap>[string];

function section(type: Type): string[] {
  const rows = rowsOf(type);
  if (rows === null) return [];
  const words = type.description ? `${type.description}\n\n` : '';
  const table = `| name | type | |\n|---|---|---|\n${rows.join('')}`;
  return [`### ${type.name}\n\n${words}${table}`];
}

function rowsOf(type: Type): string[] | null {
  if (isEnumType(type)) return type.getValues().map(({name, description}) => row(name, '', description));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(field => row(field.name, typed(field), field.description));
  if (!isObjectType(type)) return null;
  return Object.values(type.getFields()).map(({name, args, type: of, description}) =>
    row(`${name}${argumentsOf(args)}`, String(of), description),
  );
}

const argumentsOf = (args: readonly GraphQLArgument[]): string =>
  args.length === 0 ? '' : `(${args.map(argument => `${argument.name}: ${typed(argument)}`).join(', ')})`;

const typed = ({type, defaultValue}: GraphQLArgument | GraphQLInputField): string =>
  `${String(type)}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`;

const row = (name: string, type: string, words: string | null | undefined): string =>
  `| \`${name}\` | ${type === '' ? '' : `\`${type}\``} | ${words ?? ''} |\n`;
