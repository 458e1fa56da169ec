import {hasChanges, type ImportPreview} from '../../domain/roadmaps/import-preview.ts';
import {importExpected, previewImport} from '../../sql/queries/roadmap-import.ts';
import {builder} from '../graphql/builder.ts';
import type {ApiContext} from '../graphql/context.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {ImportPreviewType, type Previewed} from './import-types.ts';
import {done, notDone, type Outcome} from './outcome.ts';
import {readRoadmapText} from './roadmap-reader.ts';

/** How messages call a text without a name. */
const FILE_NAME = 'the text';

type Imported = Outcome & {preview: Previewed};

const ImportedType = builder.objectRef<Imported>('ImportRoadmapsPayload').implement({
  description: 'What became of an import. Nothing has changed where `success` is false.',
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    preview: t.expose('preview', {
      type: ImportPreviewType,
      description: 'What the import did; or, where it was refused, what it would do now.',
    }),
  }),
});

const NO_CELLS = {newCount: 0, backCount: 0, archivedCount: 0, staleCount: 0};

const previewed = (preview: ImportPreview): Previewed => ({
  ...preview,
  problems: [],
  digest: hasChanges(preview.roadmaps) ? preview.digest : null,
});

async function previewText({pool, serving}: ApiContext, text: string, fileName: string): Promise<Previewed> {
  const {roadmaps, problems} = await readRoadmapText(text, fileName);
  if (problems.length > 0) return {problems, roadmaps: [], cells: NO_CELLS, digest: null};
  return previewed(await previewImport(pool, {roadmaps, policy: serving}));
}

async function importText(context: ApiContext, text: string, expectedDigest: string): Promise<Imported> {
  const {roadmaps, problems} = await readRoadmapText(text, FILE_NAME);
  if (problems.length > 0) {
    const faults = problems.length === 1 ? '1 fault' : `${problems.length} faults`;
    return {
      ...notDone(`Nothing was imported: the text has ${faults} to mend.`),
      preview: {problems, roadmaps: [], cells: NO_CELLS, digest: null},
    };
  }
  const {pool, serving: policy} = context;
  const result = await importExpected(pool, {roadmaps, policy, expectedDigest, actor: actorIn(context)});
  switch (result.kind) {
    case 'imported':
      return {...done(doneText(result.preview)), preview: previewed(result.preview)};
    case 'unchanged':
      return {
        ...done(`There is nothing to change.${archivedText(result.preview)}`),
        preview: previewed(result.preview),
      };
    case 'differs':
      return {
        ...notDone(
          'Nothing was imported: it would do something else now than was seen. Look at the preview again.',
        ),
        preview: previewed(result.preview),
      };
  }
}

function doneText(preview: ImportPreview): string {
  const {roadmaps, cells} = preview;
  const count = (kind: string) => roadmaps.filter(roadmap => roadmap.kind === kind).length;
  const {newCount, backCount, archivedCount} = cells;
  return (
    `Roadmaps: ${count('new')} new, ${count('changed')} changed, ${count('unchanged')} as before. ` +
    `Cells: ${newCount} new, ${backCount} back again, ${archivedCount} archived.${archivedText(preview)}`
  );
}

function archivedText({roadmaps}: ImportPreview): string {
  const keys = roadmaps.filter(({kind}) => kind === 'archived').map(({key}) => key);
  if (keys.length === 0) return '';
  const named = keys.slice(0, 5).join(', ') + (keys.length > 5 ? ` and ${keys.length - 5} more` : '');
  return ` Archived, and left as they are until somebody restores them: ${named}.`;
}

/** Importing roadmaps, after a look at what that changes. Editing one is importing its changed text. */
export function addRoadmapImport(): void {
  builder.queryField('previewImport', t =>
    t.field({
      type: ImportPreviewType,
      authScopes: {admin: true},
      description: `What is wrong with a text of roadmaps (docs/roadmap-format.md; at most 1 MB), or else what its import would do. Nothing is written.`,
      args: {
        text: t.arg.string({required: true}),
        filename: t.arg.string({
          description: 'How messages call the text where they name a place in it.',
          validate: textUpTo(255),
        }),
      },
      resolve: async (_root, {text, filename}, context) =>
        previewText(context, text, filename?.trim() || FILE_NAME),
    }),
  );

  builder.mutationField('importRoadmaps', t =>
    t.field({
      type: ImportedType,
      authScopes: {admin: true},
      description:
        'Imports a text of roadmaps in one transaction. Refused where its preview would be another one now. Audited; safe to repeat.',
      args: {
        text: t.arg.string({required: true}),
        expectedDigest: t.arg.string({
          required: true,
          description: '`digest` of the preview that the person saw.',
          validate: textUpTo(100),
        }),
      },
      resolve: async (_root, {text, expectedDigest}, context) => importText(context, text, expectedDigest),
    }),
  );
}
