/** The live list: rows keep their place while they change; filtering and counting. Pure. */

import type { InterviewRow, InterviewState } from '../../../api/types';

export type Filter = 'all' | 'waiting' | 'running' | 'processing' | 'toReview';

const GROUP: Record<InterviewState, Exclude<Filter, 'all'> | null> = {
  invited: 'waiting',
  consented: 'waiting',
  checked: 'waiting',
  live: 'running',
  paused: 'running',
  submitted: 'processing',
  processing: 'processing',
  reviewable: 'toReview',
  closed: null,
  expired: null,
  withdrawn: null,
  abandoned: null,
  human_route: 'waiting',
};

/** Puts a row in: in place of an older version of itself, or on top where it is new. A late, older one is dropped. */
export function merge(rows: readonly InterviewRow[], row: InterviewRow): InterviewRow[] {
  const at = rows.findIndex((held) => held.id === row.id);
  const held = rows[at];
  if (!held) return [row, ...rows];
  if (row.version < held.version) return [...rows];
  return rows.with(at, row);
}

/** A further page behind the held ones; what is held already is kept in its newest version. */
export function append(rows: readonly InterviewRow[], page: readonly InterviewRow[]): InterviewRow[] {
  return page.reduce<InterviewRow[]>(
    (all, row) => (all.some((held) => held.id === row.id) ? merge(all, row) : [...all, row]),
    [...rows],
  );
}

export function isIn(row: InterviewRow, filter: Filter): boolean {
  return filter === 'all' || GROUP[row.state] === filter;
}

/** Case and width do not matter; every word must be found in the name or either title. */
export function matches(row: InterviewRow, query: string): boolean {
  const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();
  const hay = fold([row.candidate, row.position['zh-CN'], row.position.en, row.department['zh-CN'], row.department.en].join(' '));
  return fold(query).split(/\s+/).every((word) => hay.includes(word));
}

export function count(rows: readonly InterviewRow[], filter: Filter): number {
  return rows.filter((row) => isIn(row, filter)).length;
}
