import { describe, expect, it } from 'vitest';
import { bytes, pushState } from './push';

const android = { hasWorker: true, hasPush: true, permission: 'default' as NotificationPermission, isStandalone: false, isApple: false };

describe('push on a device', () => {
  it.each([
    [android, false, 'off'],
    [{ ...android, permission: 'granted' as const }, true, 'on'],
    [{ ...android, permission: 'granted' as const }, false, 'off'],
    [{ ...android, permission: 'denied' as const }, true, 'denied'],
    [{ ...android, hasPush: false }, false, 'unsupported'],
    [{ ...android, permission: undefined }, false, 'unsupported'],
    [{ ...android, isApple: true, hasPush: false, permission: undefined }, false, 'install-first'],
    [{ ...android, isApple: true, isStandalone: true }, false, 'off'],
  ] as const)('is what it can be: %o', (world, isSubscribed, expected) => {
    expect(pushState(world, isSubscribed)).toBe(expected);
  });

  it('takes the key as the server writes it', () => {
    expect([...bytes('AP-_')]).toEqual([0, 255, 191]);
  });
});
