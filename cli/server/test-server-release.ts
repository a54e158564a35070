/** The Java test server that skips time; published to Maven Central only. */
export const testServerVersion = '1.32.0';

export const testServerFolder = `temporal-test-server-${testServerVersion}`;

export const testServerFile = process.platform === 'win32' ? 'temporal-test-server.cmd' : 'temporal-test-server';

export const testServerJar = `temporal-test-server-${testServerVersion}.jar`;
