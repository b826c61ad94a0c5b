/** What a pacing value does, as a small line in time: stretches and marks in seconds from the left. Pure. */
import type { Pacing } from './types';

export type Stretch = 'speech' | 'silence' | 'quiet' | 'limit' | 'extra' | 'question' | 'pause';
export type Mark = 'reassure' | 'encourage' | 'offer' | 'next' | 'warn' | 'end' | 'back' | 'suggested';

export interface Drawing {
  total: number;
  stretches: readonly { kind: Stretch; from: number; to: number }[];
  marks: readonly { kind: Mark; at: number; isMain: boolean }[];
}

const SPEECH_S = 6;
const ANSWER_S = 90;

/** The drawing for one value of the policy; null where a number says it all. */
export function drawingOf(field: keyof Pacing, pacing: Pacing): Drawing | null {
  switch (field) {
    case 'reassure_after_s':
    case 'encourage_after_s': return silence(field, pacing);
    case 'offer_next_after_s':
    case 'moves_on':
    case 'move_on_after_s': return finished(field, pacing);
    case 'finished_share': return share(pacing);
    case 'gap_s': return gap(pacing.gap_s, 'next');
    case 'gap_step_s': return gap(pacing.gap_s + pacing.gap_step_s, 'next', pacing.gap_s);
    case 'gap_max_s': return gap(pacing.gap_max_s, 'next', pacing.gap_s);
    case 'warn_before_s': return warning(pacing, 'warn');
    case 'extension_s': return warning(pacing, 'end');
    case 'pause_s': return pause(pacing);
    default: return null;
  }
}

function silence(field: 'reassure_after_s' | 'encourage_after_s', pacing: Pacing): Drawing {
  const total = SPEECH_S + Math.max(pacing.reassure_after_s, pacing.encourage_after_s) + 4;
  return {
    total,
    stretches: [{ kind: 'speech', from: 0, to: SPEECH_S }, { kind: 'silence', from: SPEECH_S, to: total }],
    marks: [
      { kind: 'reassure', at: SPEECH_S + pacing.reassure_after_s, isMain: field === 'reassure_after_s' },
      { kind: 'encourage', at: SPEECH_S + pacing.encourage_after_s, isMain: field === 'encourage_after_s' },
    ],
  };
}

function finished(field: keyof Pacing, pacing: Pacing): Drawing {
  const offer = SPEECH_S + pacing.offer_next_after_s;
  const next = offer + pacing.move_on_after_s;
  const total = (pacing.moves_on ? next : offer + 4) + 3;
  return {
    total,
    stretches: [{ kind: 'speech', from: 0, to: SPEECH_S }, { kind: 'silence', from: SPEECH_S, to: pacing.moves_on ? next : total }],
    marks: [
      { kind: 'offer', at: offer, isMain: field === 'offer_next_after_s' },
      ...(pacing.moves_on ? [{ kind: 'next' as const, at: next, isMain: field !== 'offer_next_after_s' }] : []),
    ],
  };
}

function share(pacing: Pacing): Drawing {
  const from = ANSWER_S * pacing.finished_share;
  return {
    total: ANSWER_S,
    stretches: [{ kind: 'quiet', from: 0, to: from }, { kind: 'speech', from, to: ANSWER_S }],
    marks: [{ kind: 'offer', at: from, isMain: true }],
  };
}

function gap(length: number, mark: Mark, usual = length): Drawing {
  const stretches: { kind: Stretch; from: number; to: number }[] = [
    { kind: 'speech', from: 0, to: SPEECH_S }, { kind: 'silence', from: SPEECH_S, to: SPEECH_S + usual },
  ];
  if (length > usual) stretches.push({ kind: 'extra', from: SPEECH_S + usual, to: SPEECH_S + length });
  stretches.push({ kind: 'question', from: SPEECH_S + length, to: SPEECH_S + length + 5 });
  return { total: SPEECH_S + length + 5, stretches, marks: [{ kind: mark, at: SPEECH_S + length, isMain: true }] };
}

function warning(pacing: Pacing, main: Mark): Drawing {
  const limit = 180;
  const shown = pacing.warn_before_s + 40;
  const total = shown + pacing.extension_s;
  return {
    total,
    stretches: [{ kind: 'speech', from: 0, to: shown }, { kind: 'extra', from: shown, to: total }],
    marks: [
      { kind: 'warn', at: shown - Math.min(pacing.warn_before_s, limit), isMain: main === 'warn' },
      { kind: 'end', at: shown, isMain: main === 'end' },
    ],
  };
}

function pause(pacing: Pacing): Drawing {
  const side = pacing.pause_s * 0.25;
  return {
    total: pacing.pause_s + 2 * side,
    stretches: [
      { kind: 'speech', from: 0, to: side }, { kind: 'pause', from: side, to: side + pacing.pause_s },
      { kind: 'speech', from: side + pacing.pause_s, to: pacing.pause_s + 2 * side },
    ],
    marks: [{ kind: 'back', at: side + pacing.pause_s, isMain: true }],
  };
}
