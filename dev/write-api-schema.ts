import {writeFile} from 'node:fs/promises';
import {schemaText} from '../api/graphql/dump-schema.ts';
import {referenceText} from '../api/graphql/reference.ts';

// Writes api/schema.graphql and docs/api.md: to be run after the API was changed (`npm run schema`).
await writeFile(new URL('../api/schema.graphql', import.meta.url), schemaText());
await writeFile(new URL('../docs/api.md', import.meta.url), referenceText());
console.log('Wrote api/schema.graphql and docs/api.md.');
