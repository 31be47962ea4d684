// 로그인 여부와 관리자 권한을 확인하는 문지기.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** 로그인하지 않은 요청을 막는다. */
export function requireLogin(userId: string | undefined): asserts userId is string {
  if (!userId) throw new Error('로그인이 필요합니다.');
}

/** 관리자만 들어갈 수 있는 화면에서 쓴다. 권한은 역할 표에서 읽고 캐시하지 않는다. */
export function requireAdmin(roles: readonly string[]): void {
  if (!roles.includes('관리자')) throw new Error('관리자 권한이 없습니다.');
}

/** 토큰의 서명이 맞고 만료되지 않았는지 검사한다. 비교는 항상 같은 시간이 걸린다. */
export function verifyToken(token: string, secret: string, now = Date.now()): { userId: string } | undefined {
  const [payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', secret).update(payload).digest('base64url');
  if (expected.length !== signature.length) return undefined;
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return undefined;
  const { userId, expires } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return expires > now ? { userId } : undefined;
}

/** 비밀번호를 다섯 번 틀리면 십 분 동안 계정을 잠근다. */
export class LoginThrottle {
  private readonly failures = new Map<string, { count: number; until: number }>();

  fail(userId: string, now = Date.now()): void {
    const entry = this.failures.get(userId) ?? { count: 0, until: 0 };
    entry.count += 1;
    if (entry.count >= 5) entry.until = now + 10 * 60 * 1000;
    this.failures.set(userId, entry);
  }

  isLocked(userId: string, now = Date.now()): boolean {
    return (this.failures.get(userId)?.until ?? 0) > now;
  }
}
