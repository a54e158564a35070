/** The release of the Temporal CLI the library is tested with, and the newest that Go can build from published modules alone. */
export const devServerVersion = '1.5.1';

export const devServerFolder = `temporal-cli-${devServerVersion}`;

export const devServerFile = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
