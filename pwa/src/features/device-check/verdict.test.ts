import { expect, it } from 'vitest';
import { remedyFor } from './remedy';
import { verdictOf } from './verdict';
import { setLanguage } from '../../i18n/index.svelte';

it.each([
  [{ round_trip_ms: 40, loss_ratio: 0, up_kbps: 700 }, 'good'],
  [{ round_trip_ms: 40, loss_ratio: 0.05, up_kbps: 700 }, 'weak'],
  [{ round_trip_ms: 400, loss_ratio: 0, up_kbps: 700 }, 'weak'],
  [{ round_trip_ms: 40, loss_ratio: 0.2, up_kbps: 700 }, 'poor'],
  [{ round_trip_ms: null, loss_ratio: null, up_kbps: 60 }, 'poor'],
  [{ round_trip_ms: null, loss_ratio: null, up_kbps: null }, 'good'],
] as const)('judges %o as %s', (line, verdict) => {
  expect(verdictOf(line)).toBe(verdict);
});

it('has a remedy for every capture problem, and for one it does not know', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    setLanguage(language);
    for (const code of ['permission_denied', 'not_found', 'in_use', 'insecure', 'unsupported', 'overconstrained', 'failed', 'brand_new']) {
      const remedy = remedyFor(code, 'camera', 'safari-ios');
      expect(remedy.title.length).toBeGreaterThan(4);
      expect(remedy.body.length).toBeGreaterThan(10);
    }
  }
});
