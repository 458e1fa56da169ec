import type {Finding} from '../../domain/findings.ts';
import type {CellDraft} from '../../sql/queries/lesson-pages.ts';
import {builder} from '../graphql/builder.ts';

export const FindingType = builder.objectRef<Finding>('Finding').implement({
  description: 'What a check says of a draft.',
  fields: t => ({
    check: t.exposeString('check'),
    severity: t.exposeString('severity', {description: 'error (never published) or warning.'}),
    message: t.exposeString('message'),
  }),
});

export const DraftType = builder.objectRef<CellDraft>('Draft').implement({
  description: 'An answer of the model, as it was paid for.',
  fields: t => ({
    draftId: t.exposeInt('draftId'),
    status: t.exposeString('status', {
      description: 'drafted, repairing, published, quarantined or superseded.',
    }),
    runId: t.exposeInt('runId', {nullable: true}),
    callNumber: t.exposeInt('callNumber'),
    asking: t.exposeString('asking', {description: 'What the call was for: a first draft or a repair.'}),
    model: t.exposeString('model'),
    emulated: t.exposeBoolean('emulated'),
    promptVersion: t.exposeString('promptVersion'),
    finishReason: t.exposeString('finishReason'),
    promptTokens: t.exposeInt('promptTokens'),
    cachedTokens: t.exposeInt('cachedTokens'),
    outputTokens: t.exposeInt('outputTokens'),
    thoughtTokens: t.exposeInt('thoughtTokens'),
    costUsd: t.exposeFloat('costUsd'),
    findings: t.expose('findings', {type: [FindingType]}),
    createdAt: t.expose('createdAt', {type: 'DateTime'}),
  }),
});
