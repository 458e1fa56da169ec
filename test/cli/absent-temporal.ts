import {Client, Connection} from '@temporalio/client';

/** A client as it is while its server is away, but that it gives up at once: the usual one tries for some 20 s. */
export const absentTemporal = (): Client =>
  // Nothing listens there.
  new Client({connection: Connection.lazy({address: '127.0.0.1:1', interceptors: []})});
