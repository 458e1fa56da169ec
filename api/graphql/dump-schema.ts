import {lexicographicSortSchema, printSchema} from './graphql.ts';
import {schema} from './schema.ts';

/** The schema as text, in a stable order: what `api/schema.graphql` holds and CI compares. */
export const schemaText = (): string =>
  `# Written by \`npm run schema\`; compared by the tests.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
