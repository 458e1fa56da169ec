import {costUsd, envelope, makeAnswer} from './answer.ts';
import type {AnswerOptions} from './answer.ts';
import {distort, isErrorFault, transportOf} from './apply-fault.ts';
import {createClock} from './clock.ts';
import type {Clock} from './clock.ts';
import {countRequestTokens} from './count-tokens.ts';
import {invalidArgument, modelClosedToNewUsers, modelNotFound, notServed, pathNotFound} from './errors.ts';
import type {ApiError} from './errors.ts';
import {ERROR_FAULTS} from './fault-errors.ts';
import {createFaultBook} from './faults.ts';
import type {FaultRule} from './faults.ts';
import {readGenerateRequest} from './generate-request.ts';
import type {GenerateRequest, Reader} from './generate-request.ts';
import {judgeKey} from './keys.ts';
import {emptyEntry, lessonOf} from './ledger-entry.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import type {Ledger} from './ledger.ts';
import {readSubject} from './lesson/subject.ts';
import type {LessonSubject} from './lesson/subject.ts';
import {getModel, listModels} from './model-list.ts';
import {priceAt, resolveModel} from './models.ts';
import {createQuotaBook} from './quota.ts';
import {quotaExceeded} from './quota-errors.ts';
import {fingerprint, seedOf} from './random.ts';
import {errorReply, jsonReply} from './reply.ts';
import type {Reply} from './reply.ts';
import type {Route} from './routes.ts';
import type {EmulatorSettings} from './settings.ts';
import {createSpendBook} from './spend.ts';
import {countTokens, sumOf, tokenDetails} from './tokens.ts';

type EmulatorRequest = {
  route: Exclude<Route, {kind: 'admin'}>;
  url: URL;
  key: string | null;
  body: string;
};

/** The emulator without its server: a request in, a reply and a line of the ledger out. */
export type Emulator = {
  clock: Clock;
  settings: EmulatorSettings;
  handle(request: EmulatorRequest): Reply;
  /** Forgets requests, quotas, strikes of faults and the clock's setting; the settings stay. */
  clear(): void;
};

type Call = {
  /** As asked for; `reader.model` is the one that serves it. */
  model: string;
  reader: Reader;
  key: string;
  project: string;
  body: string;
  nowMs: number;
};

export function createEmulator(settings: EmulatorSettings, ledger: Ledger): Emulator {
  const clock = createClock();
  const quotas = createQuotaBook();
  const spending = createSpendBook();
  const faults = createFaultBook();
  let requestNumber = 0;
  let generateNumber = 0;

  const emulator: Emulator = {clock, settings, handle, clear};
  return emulator;

  function clear(): void {
    ledger.clear();
    quotas.clear();
    spending.clear();
    faults.clear();
    clock.set({real: true});
    requestNumber = 0;
    generateNumber = 0;
  }

  function handle({route, url, key, body}: EmulatorRequest): Reply {
    const {keys, models, videos} = emulator.settings;
    const nowMs = clock.nowMs();
    const entry = emptyEntry((requestNumber += 1), nowMs, 'method' in route ? route.method : route.kind);
    if ('model' in route) entry.model = route.model;
    const judged = judgeKey(keys, key);
    entry.key = judged.ledgerKey;
    if (judged.kind === 'refused') return refuse(entry, 'bad_key', judged.error);
    entry.project = judged.project;
    switch (route.kind) {
      case 'unknown':
        return refuse(entry, 'bad_request', pathNotFound(url.pathname));
      case 'models':
        return record(entry, 'listed', listModels(models, nowMs, url.searchParams));
      case 'model':
        return record(entry, 'listed', getModel(models, nowMs, route.version, route.model));
      case 'method': {
        if (route.method !== 'generateContent' && route.method !== 'countTokens') {
          return refuse(entry, 'bad_request', notServed(route.method));
        }
        const found = resolveModel(models, route.model, nowMs);
        if (found.kind !== 'served') {
          const error =
            found.kind === 'not_found'
              ? modelNotFound(route.model, route.version, route.method)
              : modelClosedToNewUsers(route.model);
          return refuse(entry, 'no_model', error);
        }
        entry.servedModel = found.name;
        const reader: Reader = {model: found.name, facts: found.facts, videos};
        if (route.method === 'countTokens') return count(entry, reader, body);
        const {ledgerKey, project} = judged;
        return generate(entry, {model: route.model, reader, key: ledgerKey, project, body, nowMs});
      }
    }
  }

  function count(entry: LedgerEntry, reader: Reader, body: string): Reply {
    const parsed = parseJson(body);
    const counted = 'error' in parsed ? parsed : countRequestTokens(parsed.value, reader);
    if ('error' in counted) return refuse(entry, 'bad_request', counted.error);
    const {tokens} = counted;
    const answer = {totalTokens: sumOf(tokens), promptTokensDetails: tokenDetails(tokens)};
    return record(entry, 'counted', jsonReply(JSON.stringify(answer)));
  }

  function generate(entry: LedgerEntry, call: Call): Reply {
    const {model, reader, body, nowMs, project} = call;
    generateNumber += 1;
    entry.requestHash = fingerprint(`${model}\n${body}`);
    const parsed = parseJson(body);
    const read =
      'error' in parsed
        ? ({kind: 'refused', error: parsed.error} as const)
        : readGenerateRequest(parsed.value, reader);
    const subject = read.kind === 'read' ? readSubject(read.request.promptText) : null;
    Object.assign(entry, lessonOf(subject));

    const {settings: current} = emulator;
    const rule = faults.choose(current.faults, {
      model,
      key: call.key,
      promptText: read.kind === 'read' ? read.request.promptText : body,
      serviceTier: read.kind === 'read' ? read.request.serviceTier : 'standard',
      requestHash: entry.requestHash,
      generateNumber,
      nowMs,
    });
    if (rule !== null && isErrorFault(rule)) {
      const error = ERROR_FAULTS[rule.fault]({model, retryDelay: rule.retryDelay});
      return refuse(entry, `fault:${rule.fault}`, error);
    }

    // Requests that are refused as malformed count against the quota all the same.
    const promptTokens = read.kind === 'read' ? sumOf(read.request.promptTokens) : countTokens(body.length);
    const quota = current.quotas[model] ?? current.quotas['*'] ?? {};
    const taken = quotas.take({project, model, promptTokens, quota, tier: current.tier, nowMs});
    if (taken.kind === 'exceeded') {
      const retryDelay = `${Math.ceil(taken.retryAfterMs) / 1_000}s`;
      return refuse(entry, 'quota', quotaExceeded({model, violations: taken.violations, retryDelay}));
    }
    if (spending.isSpent(project, current.spendUsdPer10Minutes, nowMs)) {
      return refuse(entry, 'quota', ERROR_FAULTS.spend_limit());
    }
    if (read.kind === 'refused') return refuse(entry, 'bad_request', read.error);
    return answerRequest(entry, call, read.request, subject, rule);
  }

  function answerRequest(
    entry: LedgerEntry,
    call: Call,
    request: GenerateRequest,
    subject: LessonSubject | null,
    rule: FaultRule | null,
  ): Reply {
    const {reader, nowMs, project} = call;
    const options: AnswerOptions = {
      request,
      subject,
      model: reader.model,
      facts: reader.facts,
      requestHash: entry.requestHash,
      cachedShare: emulator.settings.cachedShare,
    };
    const {answer, body, contentType} = distort(makeAnswer(options), options, rule);
    const isBilled = rule?.fault !== 'reset_before_headers';
    if (isBilled) {
      const {usage} = answer;
      entry.promptTokens = sumOf(usage.promptTokens);
      entry.cachedTokens = usage.cachedTokens;
      entry.outputTokens = usage.candidateTokens + usage.thoughtTokens;
      entry.thoughtTokens = usage.thoughtTokens;
      entry.usd = costUsd(usage, priceAt(reader.facts, nowMs), request.serviceTier);
      spending.add(project, entry.usd, nowMs);
    }
    entry.serviceTier = request.serviceTier;
    entry.finishReason = answer.finishReason ?? '';
    const {ms, spreadMs} = emulator.settings.latency;
    const spread = spreadMs === 0 ? 0 : (seedOf(`latency ${entry.requestHash}`) / 2 ** 31 - 1) * spreadMs;
    const usual = answer.finishReason === 'MAX_TOKENS' ? 'max_tokens' : 'answered';
    return record(entry, rule === null ? usual : `fault:${rule.fault}`, {
      ...jsonReply(body ?? JSON.stringify(envelope(answer))),
      ...(contentType === undefined ? {} : {contentType}),
      delayMs: Math.max(0, ms + spread),
      ...transportOf(rule),
    });
  }

  function refuse(entry: LedgerEntry, outcome: LedgerEntry['outcome'], error: ApiError): Reply {
    return record(entry, outcome, errorReply(error));
  }

  function record(entry: LedgerEntry, outcome: LedgerEntry['outcome'], reply: Reply): Reply {
    const isSilent = /^(reset|hang)_before_headers$/.test(reply.transport?.fault ?? '');
    ledger.append({...entry, outcome, httpStatus: isSilent ? 0 : reply.httpStatus});
    return reply;
  }
}

function parseJson(body: string): {value: unknown} | {error: ApiError} {
  try {
    return {value: JSON.parse(body)};
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return {error: invalidArgument(`Invalid JSON payload received. ${what}`)};
  }
}
