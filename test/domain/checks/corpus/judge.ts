import type {DiagramParser} from '../../../../activities/diagrams/index.ts';
import {answerDiagrams} from '../../../../domain/checks/diagrams.ts';
import {checkDraft} from '../../../../domain/checks/index.ts';
import type {Finding} from '../../../../domain/findings.ts';
import type {CorpusDraft} from './draft.ts';

/** The errors of a draft by all checks, as `makeLesson` runs them. */
export async function errorsOf(draft: CorpusDraft, diagrams: DiagramParser): Promise<Finding[]> {
  const siblings = draft.siblings.flatMap(({label, ...whole}) => {
    const {fingerprint} = checkDraft({...whole, finishReason: 'STOP'});
    return fingerprint ? [{label, fingerprint}] : [];
  });
  const {findings, value} = checkDraft({...draft, siblings});
  const drawn = await diagrams.check(answerDiagrams(value));
  return [...findings, ...drawn].filter(({severity}) => severity === 'error');
}
