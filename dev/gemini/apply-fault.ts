import {writeText} from './answer.ts';
import type {Answer, AnswerOptions} from './answer.ts';
import {ANSWER_FAULTS} from './fault-answers.ts';
import type {FaultyAnswer} from './fault-answers.ts';
import {ERROR_FAULTS} from './fault-errors.ts';
import type {AnswerFault, ErrorFault, FaultRule, TransportFault} from './faults.ts';
import {strangeSubject} from './lesson/subject.ts';
import type {Reply} from './reply.ts';

/** The answer as the rule, if it is one about answers, makes it. */
export function distort(answer: Answer, options: AnswerOptions, rule: FaultRule | null): FaultyAnswer {
  if (rule === null || !isAnswerFault(rule)) return {answer};
  const {request, subject} = options;
  return ANSWER_FAULTS[rule.fault]({
    answer,
    maxOutputTokens: request.maxOutputTokens,
    blockReason: rule.blockReason ?? 'PROHIBITED_CONTENT',
    writeStrange: () => writeText(options, subject === null ? null : strangeSubject(subject)),
    writeInstead: sentence => writeText(options, subject, sentence),
  });
}

/** How the connection fails, if the rule is about that. */
export function transportOf(rule: FaultRule | null): Pick<Reply, 'transport'> {
  if (rule === null || isAnswerFault(rule) || isErrorFault(rule)) return {};
  const {delayMs} = rule;
  return {transport: {fault: rule.fault as TransportFault, ...(delayMs === undefined ? {} : {delayMs})}};
}

export function isErrorFault(rule: FaultRule): rule is FaultRule & {fault: ErrorFault} {
  return Object.hasOwn(ERROR_FAULTS, rule.fault);
}

function isAnswerFault(rule: FaultRule): rule is FaultRule & {fault: AnswerFault} {
  return Object.hasOwn(ANSWER_FAULTS, rule.fault);
}
