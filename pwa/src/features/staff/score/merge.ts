/**
 * Two devices wrote the same card. What only one of them changed since they were in step is taken from that one;
 * evidence that either picked stays, what either removed goes; where both wrote different words or levels, both are
 * told and the person chooses. Pure.
 */
import { ratingOf, type Content, type Evidence, type Rating } from './types';

type Value = string | number | null;

export interface Difference {
  /** Empty: the card as a whole. */
  competency: string;
  field: 'level' | 'reason' | 'recommendation' | 'comment';
  mine: Value;
  theirs: Value;
}

export interface Merged {
  /** With this device's value wherever the two differ. */
  content: Content;
  differences: Difference[];
}

export function merged(base: Content, mine: Content, theirs: Content): Merged {
  const differences: Difference[] = [];
  const one = <T extends Value>(competency: string, field: Difference['field'], was: T, here: T, there: T): T => {
    if (here === was || here === there) return there;
    if (there !== was) differences.push({ competency, field, mine: here, theirs: there });
    return here;
  };
  const ids = [...new Set([...theirs.ratings, ...mine.ratings].map((each) => each.competency_id))];
  const ratings = ids.map((id): Rating => {
    const [was, here, there] = [ratingOf(base, id), ratingOf(mine, id), ratingOf(theirs, id)];
    const level = one(id, 'level', levelOf(was), levelOf(here), levelOf(there));
    return {
      competency_id: id,
      level: level === 0 ? null : level,
      is_unassessed: level === 0,
      reason: one(id, 'reason', was.reason, here.reason, there.reason),
      evidence: both(was.evidence, here.evidence, there.evidence),
    };
  });
  const recommendation = one('', 'recommendation', base.recommendation, mine.recommendation, theirs.recommendation);
  const comment = one('', 'comment', base.comment, mine.comment, theirs.comment);
  return { content: { ratings, recommendation, comment }, differences };
}

/** The merged content with the other device's value wherever the two differ. */
export function withTheirs(content: Content, differences: readonly Difference[]): Content {
  return differences.reduce((known, each) => taking(known, each), content);
}

function taking(content: Content, { competency, field, theirs }: Difference): Content {
  if (field === 'comment') return { ...content, comment: String(theirs ?? '') };
  if (field === 'recommendation') return { ...content, recommendation: theirs as Content['recommendation'] };
  const part: Partial<Rating> =
    field === 'reason' ? { reason: String(theirs ?? '') }
      : { level: theirs === 0 ? null : (theirs as number | null), is_unassessed: theirs === 0 };
  const ratings = content.ratings.map((each) => (each.competency_id === competency ? { ...each, ...part } : each));
  return { ...content, ratings };
}

/** 0: not assessed; null: not rated yet. */
function levelOf(rating: Rating): number | null {
  return rating.is_unassessed ? 0 : rating.level;
}

function both(was: readonly Evidence[], here: readonly Evidence[], there: readonly Evidence[]): Evidence[] {
  const has = (list: readonly Evidence[], id: string): boolean => list.some((each) => each.pick.id === id);
  const gone = (id: string): boolean => has(was, id) && (!has(here, id) || !has(there, id));
  const found = [...there, ...here.filter((each) => !has(there, each.pick.id))];
  return found.filter((each) => !gone(each.pick.id));
}
