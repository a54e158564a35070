import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.js';

/** @throws Refusal where a token is set and the request does not carry it; how long it takes says nothing about it */
export function requireToken(
  authorization: string | undefined,
  token: string | undefined,
  who = 'codec endpoint',
): void {
  if (token === undefined) return;
  if (!timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))) {
    throw new Refusal(401, `This ${who} needs the header "Authorization: Bearer <token>".`);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
