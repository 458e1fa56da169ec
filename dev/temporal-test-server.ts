import {chmod, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {run} from './child-process.ts';
import {downloadFromTemporal, type Executable, locateOrGet} from './executables.ts';

const VERSION = '1.32.0';

/** Temporal's server for tests, which skips time that nothing happens in. */
const TEMPORAL_TEST_SERVER: Executable = {
  label: 'the Temporal test server',
  variable: 'TEMPORAL_TEST_SERVER',
  cached: {folder: `temporal-test-server-${VERSION}`, file: 'temporal-test-server'},
  ways: [
    {
      name: 'download from temporal.download',
      get: file => downloadFromTemporal(`temporal-test-server/v${VERSION}`, file),
    },
    {name: 'fetch it with Maven, to run it with Java', needs: ['mvn', 'java'], get: fetchWithMaven},
  ],
};

/** The only project that Maven needs to resolve the server and all it depends on. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>preheat</groupId>
  <artifactId>temporal-test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency><!-- Otherwise every start complains that there is no logger. -->
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** Started as the native server is, with the port for its argument. `exec`: its pid must be the server's own. */
const START = `#!/bin/sh
here=$(dirname "$0")
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * Finds the time-skipping test server: TEMPORAL_TEST_SERVER, the cache folder; else gets it there by download or
 * with Maven.
 *
 * @returns the path of an executable that takes a port as its argument
 * @throws Error that lists the ways and why none worked
 */
export async function findTemporalTestServer(
  env: NodeJS.ProcessEnv,
  options: {cacheDir: string; log?: (line: string) => void},
): Promise<string> {
  return (await locateOrGet(TEMPORAL_TEST_SERVER, env, options)).path;
}

async function fetchWithMaven(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = dirname(file);
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, POM);
  const where = [`-DoutputDirectory=${join(folder, 'lib')}`, '-DincludeScope=runtime'];
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', ...where], {
    env,
    timeoutMs: 10 * 60_000,
  });
  await writeFile(file, START);
  await chmod(file, 0o755);
}
