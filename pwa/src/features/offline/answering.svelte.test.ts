import { describe, expect, it } from 'vitest';
import type { PackedQuestion } from '../../offline/contract';
import { Answering } from './answering.svelte';

const question = { question_id: 'q1', kind: 'voice', hard_limit_s: 120, warn_before_s: 20, extensions: 2, extension_s: 60 } as PackedQuestion;

/** Somebody who has been recording an answer for so long. */
function recording(seconds: number, changes: Partial<PackedQuestion> = {}): Answering {
  const answering = new Answering('int_1', 'q1');
  answering.question = { ...question, ...changes };
  answering.step = 'recording';
  Object.assign(answering, { began: { page: 'p', steadyMs: 0, ownMs: 0 } });
  answering.nowMs = seconds * 1000;
  return answering;
}

describe('the limit of an answer without a network', () => {
  it('is announced before it comes', () => {
    expect(recording(99).nearLimitS).toBeNull();
    expect(recording(105).nearLimitS).toBe(15);
    expect(recording(130).nearLimitS).toBe(0);
  });

  it('is extended by one tap, as often as the flow allows', () => {
    const answering = recording(105);
    answering.moreTime();
    expect([answering.limitS, answering.nearLimitS, answering.extensionsLeft]).toEqual([180, null, 1]);
    answering.moreTime();
    answering.moreTime();
    expect([answering.limitS, answering.extensionsLeft]).toEqual([240, 0]);
  });

  it('stands as it was in packs that say nothing of it', () => {
    const bare = { warn_before_s: undefined, extensions: undefined, extension_s: undefined } as unknown as Partial<PackedQuestion>;
    const answering = recording(119, bare);
    answering.moreTime();
    expect([answering.limitS, answering.nearLimitS, answering.extensionsLeft]).toEqual([120, null, 0]);
  });
});
