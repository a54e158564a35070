import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProgram } from './run-program.js';
import { testServerFile, testServerVersion } from './test-server-release.js';
import type { Tell } from './tell-progress.js';

export interface TestServerFetch {
  /** Where the jars and the script that starts them are put. */
  readonly folder: string;
  readonly tell: Tell;
  readonly signal?: AbortSignal | undefined;
}

const linesInMessage = 8;

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>perdure</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${testServerVersion}</version>
    </dependency>
  </dependencies>
</project>
`;

// Tests start and stop this server all the time: a quick start matters, peak speed does not.
const javaArguments = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto';
const mainClass = 'io.temporal.testserver.TestServer';
const shellScript = `#!/bin/sh
exec java ${javaArguments} -cp "\${0%/*}/*" ${mainClass} "$@"
`;
const commandScript = `@java ${javaArguments} -cp "%~dp0*" ${mainClass} %*\r\n`;

/** Lets the user's Maven, with the user's settings and mirrors, copy the server and all it needs into one folder. */
export async function fetchTestServer({ folder, tell, signal }: TestServerFetch): Promise<void> {
  const phase = 'fetching the time-skipping test server with Maven';
  const projectFolder = await mkdtemp(join(tmpdir(), 'perdure-maven-'));
  try {
    await writeFile(join(projectFolder, 'pom.xml'), project);
    tell(phase);
    let files = 0;
    const { code, lines } = await runProgram({
      program: 'mvn',
      arguments: [
        '--batch-mode',
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${folder}`,
      ],
      folder: projectFolder,
      signal,
      onLine: (line) => {
        if (line.includes('Downloaded from')) tell(phase, `${++files} files`);
      },
    });
    if (code !== 0) throw new Error(`Maven failed (exit code ${code}):\n${lines.slice(-linesInMessage).join('\n')}`);
  } finally {
    await rm(projectFolder, { recursive: true, force: true });
  }
  const script = join(folder, testServerFile);
  await writeFile(script, process.platform === 'win32' ? commandScript : shellScript);
  await chmod(script, 0o755);
}
