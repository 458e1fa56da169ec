import {print} from '@0no-co/graphql.web';
import type {TadaDocumentNode} from 'gql.tada';
import {ApiError} from './api-error.ts';

const PATH = '/graphql';

type Body<Result> = {
  data?: Result | null;
  errors?: {message: string; extensions?: {code?: string}}[];
};

/**
 * Asks the API. Values belong into `variables`: the API counts what a document may cost by its text.
 *
 * @throws ApiError with the code of the API, or NETWORK where there was no answer
 */
export async function request<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await fetch(PATH, {
    method: 'POST',
    headers: {'content-type': 'application/json', accept: 'application/json', 'x-preheat-csrf': '1'},
    body: JSON.stringify({query: textOf(document), variables}),
    ...(signal && {signal}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(
      'NETWORK',
      'The server does not answer. Check that it runs and that you are connected.',
    );
  });
  const body = await read<Result>(response);
  const fault = body.errors?.[0];
  if (fault) throw new ApiError(fault.extensions?.code ?? 'INTERNAL', fault.message);
  if (!body.data) throw new ApiError('INTERNAL', `The server answered ${response.status} without data.`);
  return body.data;
}

async function read<Result>(response: Response): Promise<Body<Result>> {
  try {
    return (await response.json()) as Body<Result>;
  } catch {
    throw new ApiError('NETWORK', `The server answered ${response.status} with something that is not JSON.`);
  }
}

const texts = new WeakMap<object, string>();

/** Documents are constants: each is printed once. */
function textOf(document: object): string {
  let text = texts.get(document);
  if (text === undefined) texts.set(document, (text = print(document as Parameters<typeof print>[0])));
  return text;
}

/** The address of a subscription, for an `EventSource`. */
export function subscriptionUrl<Variables>(
  document: TadaDocumentNode<unknown, Variables>,
  variables: Variables,
): string {
  return `${PATH}?${new URLSearchParams({query: textOf(document), variables: JSON.stringify(variables)}).toString()}`;
}
