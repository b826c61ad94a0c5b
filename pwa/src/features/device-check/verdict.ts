/** What a measured line is good for. Limits as the quality ladder has them (BUDGETS.md). */
import type { NetworkMeasurement } from '../../api/types';

export type Verdict = 'good' | 'weak' | 'poor';

/** Good: full picture. Weak: smaller picture. Poor: likely sound alone. What was not measured does not count. */
export function verdictOf(line: Pick<NetworkMeasurement, 'round_trip_ms' | 'loss_ratio' | 'up_kbps'>): Verdict {
  const { round_trip_ms: trip, loss_ratio: loss, up_kbps: up } = line;
  if ((loss ?? 0) >= 0.15 || (trip ?? 0) > 1_000 || (up ?? 1_000) < 100) return 'poor';
  if ((loss ?? 0) >= 0.03 || (trip ?? 0) > 300 || (up ?? 1_000) < 250) return 'weak';
  return 'good';
}
