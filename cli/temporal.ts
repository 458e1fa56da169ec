import {Client, Connection} from '@temporalio/client';
import {loadClientConnectConfig} from '@temporalio/envconfig';
import {NativeConnection} from '@temporalio/worker';
import type {Config} from '../config.ts';
import {noService} from './services.ts';
import {readServices} from './services-file.ts';

/** With one of these set, a person means a server of their own; a mere default profile on the machine does not count. */
const CHOICES = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/** Whether a real server is meant, by its address or a profile, instead of an embedded one. */
export function isTemporalChosen(config: Config): boolean {
  return CHOICES.some(name => config.environment[name] !== undefined);
}

/** Connection options: a server that `preheat up` brought up, or the one that `TEMPORAL_*` (with its profile) describes. */
function temporalOptions(config: Config) {
  const connectTimeout = '5s' as const;
  const isChosen = isTemporalChosen(config);
  const services = readServices(config);
  const embedded = config.embeddedTemporalAddress ?? (isChosen ? null : services?.temporalAddress);
  if (embedded != null) {
    // Nothing of the environment: namespace, TLS and key of another server would not fit this one.
    return {connectionOptions: {address: embedded, connectTimeout}, address: embedded, namespace: 'default'};
  }
  if (!isChosen) {
    throw new Error(
      services
        ? 'The running `npm start` uses a Temporal server of your own: set TEMPORAL_ADDRESS, or its profile, here as there.'
        : noService('Temporal server', 'TEMPORAL_ADDRESS'),
    );
  }
  const {connectionOptions, namespace} = loadClientConnectConfig({
    overrideEnvVars: Object.fromEntries(
      Object.entries(config.environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  const address = connectionOptions.address ?? '127.0.0.1:7233';
  return {
    connectionOptions: {...connectionOptions, address, connectTimeout},
    address,
    namespace: namespace ?? 'default',
  };
}

/**
 * The page of a workflow in Temporal's own console; null where none is known. Of a workflow whose id is used again, the
 * page of one execution.
 */
export function temporalPage(
  config: Config,
  {workflowId, firstExecutionRunId}: {workflowId: string; firstExecutionRunId?: string},
): string | null {
  const ui = temporalUi(config);
  if (ui === null) return null;
  const parts = [
    ui.namespace,
    'workflows',
    workflowId,
    ...(firstExecutionRunId ? [firstExecutionRunId] : []),
  ];
  return `${ui.url}/namespaces/${parts.map(encodeURIComponent).join('/')}`;
}

function temporalUi(config: Config): {url: string; namespace: string} | null {
  const isChosen = isTemporalChosen(config);
  const isOurs = config.embeddedTemporalAddress !== undefined || !isChosen;
  const url = config.temporalUiUrl ?? (isOurs ? readServices(config)?.temporalUiUrl : null);
  if (url == null) return null;
  return {url, namespace: isOurs ? 'default' : temporalOptions(config).namespace};
}

/** A client of the Temporal server that is meant. The caller closes `client.connection`. */
export async function openTemporalClient(config: Config): Promise<Client> {
  const {connectionOptions, address, namespace} = temporalOptions(config);
  const connection = await Connection.connect(connectionOptions).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  return new Client({connection, namespace});
}

/** A worker's connection to the Temporal server that is meant. The caller closes it. */
export async function openWorkerConnection(
  config: Config,
): Promise<{connection: NativeConnection; namespace: string}> {
  const {connectionOptions, address, namespace} = temporalOptions(config);
  const {connectTimeout: _, ...options} = connectionOptions;
  const connection = await NativeConnection.connect(options).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  return {connection, namespace};
}

function unreachable(address: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `No Temporal server answers at ${address} (${reason}). Start it, or correct TEMPORAL_ADDRESS.`,
    {cause},
  );
}
