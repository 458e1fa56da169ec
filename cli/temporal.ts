import {Client, Connection} from '@temporalio/client';
import {loadClientConnectConfig} from '@temporalio/envconfig';
import {NativeConnection} from '@temporalio/worker';
import type {Config} from '../config.ts';
import {noService, readServices} from './services.ts';

/** Connection options of Temporal: `TEMPORAL_*` (address, namespace, TLS, API key, profile), else a running `preheat up`. */
async function temporalOptions(config: Config) {
  const {connectionOptions, namespace} = loadClientConnectConfig({
    overrideEnvVars: Object.fromEntries(
      Object.entries(config.environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  const address = connectionOptions.address ?? (await readServices(config))?.temporalAddress;
  if (address === undefined) throw new Error(noService('Temporal server', 'TEMPORAL_ADDRESS'));
  return {
    connectionOptions: {...connectionOptions, address, connectTimeout: '5s' as const},
    address,
    namespace: namespace ?? 'default',
  };
}

/** A client of the Temporal server that is meant. The caller closes `client.connection`. */
export async function openTemporalClient(config: Config): Promise<Client> {
  const {connectionOptions, address, namespace} = await temporalOptions(config);
  const connection = await Connection.connect(connectionOptions).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  return new Client({connection, namespace});
}

/** A worker's connection to the Temporal server that is meant. The caller closes it. */
export async function openWorkerConnection(
  config: Config,
): Promise<{connection: NativeConnection; namespace: string}> {
  const {connectionOptions, address, namespace} = await temporalOptions(config);
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
