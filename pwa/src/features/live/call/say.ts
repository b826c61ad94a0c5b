/** A call for a person in one sentence, honest about what has happened so far. Pure. */
import type { OwnRescue } from './call.svelte';

export interface Words {
  calling: (names: string) => string;
  callingNobody: string;
  callingMore: (names: string, before: string) => string;
  looksIn: (names: string) => string;
  unanswered: string;
  nobodyOnDuty: string;
  accepted: (name: string) => string;
}

export function sentence(call: OwnRescue, words: Words, list: (names: readonly string[]) => string): string {
  if (call.state === 'accepted') return words.accepted(call.accepted_by ?? '');
  const stages = call.stages.filter((stage) => stage.names.length > 0);
  if (call.state === 'unanswered') return stages.length > 0 ? words.unanswered : words.nobodyOnDuty;
  const last = stages.at(-1);
  if (!last) return words.callingNobody;
  const before = stages.slice(0, -1).flatMap((stage) => stage.names);
  if (before.length > 0) return words.callingMore(list(last.names), list(before));
  return call.is_by_monitor ? words.looksIn(list(last.names)) : words.calling(list(last.names));
}

/** Whether it still matters on the screen: open, or somebody has it and is on the way. */
export function isShown(call: OwnRescue | null, isHeld: boolean): call is OwnRescue {
  if (call === null || isHeld) return false;
  return call.state === 'calling' || call.state === 'unanswered' || (call.state === 'accepted' && !call.is_face_seen);
}
