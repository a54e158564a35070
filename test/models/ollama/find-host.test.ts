import { describe, expect, test } from 'vitest';
import { findHost, isHosted } from '../../../activities/models/ollama/find-host.js';
import { below } from '../../../activities/models/wire/base-url.js';

describe('OLLAMA_HOST', () => {
  test.each([
    [undefined, 'http://127.0.0.1:11434/api/chat'],
    ['', 'http://127.0.0.1:11434/api/chat'],
    ['gpu-box', 'http://gpu-box:11434/api/chat'],
    ['gpu-box:8080', 'http://gpu-box:8080/api/chat'],
    [':8080', 'http://127.0.0.1:8080/api/chat'],
    ['0.0.0.0', 'http://127.0.0.1:11434/api/chat'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080/api/chat'],
    ['[::1]', 'http://[::1]:11434/api/chat'],
    ['[::1]:8080', 'http://[::1]:8080/api/chat'],
    ['gpu-box/behind/proxy', 'http://gpu-box:11434/behind/proxy/api/chat'],
    ['http://gpu-box', 'http://gpu-box/api/chat'],
    ['http://gpu-box:11434/', 'http://gpu-box:11434/api/chat'],
    ['https://ollama.com', 'https://ollama.com/api/chat'],
    [' https://example.org/gpu/ ', 'https://example.org/gpu/api/chat'],
  ])('%s is %s', (text, url) => {
    expect(below(findHost(text ?? ''), '/api/chat').href).toBe(url);
  });

  test('that is no address is said without quoting it', () => {
    expect(() => findHost('me:password@:x:y')).toThrow(
      expect.objectContaining({ code: 'Model.InvalidRequest', message: expect.not.stringContaining('password') }),
    );
  });

  test('only computers of ollama.com count as such', () => {
    expect(isHosted(findHost('https://ollama.com'))).toBe(true);
    expect(isHosted(findHost('https://api.ollama.com/v1'))).toBe(true);
    expect(isHosted(findHost('https://ollama.com.example.org'))).toBe(false);
    expect(isHosted(findHost('notollama.com'))).toBe(false);
  });
});
