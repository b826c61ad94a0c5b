/** Short names for what the API says of scorecards. */
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];
/** What the server says is whole: members with a default may be left out on the way there alone. */
type Whole<T> = T extends readonly (infer E)[] ? Whole<E>[] : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;

export type Panel = Whole<Schemas['ScorecardPanel']>;
export type OwnCard = Whole<Schemas['OwnCard']>;
export type CardRubric = Whole<Schemas['CardRubric']>;
export type RubricCompetency = CardRubric['competencies'][number];
export type CardVersion = Whole<Schemas['CardVersionView']>;
export type RaterCard = Whole<Schemas['RaterCard']>;
export type Rater = Whole<Schemas['RaterView']>;
export type CardsSummary = Whole<Schemas['CardsSummary']>;
export type CardProblem = Whole<Schemas['CardProblem']>;
export type Content = Whole<Schemas['CardContent']>;
export type Rating = Content['ratings'][number];
export type Evidence = Rating['evidence'][number];
export type Pick = Evidence['pick'];
export type Recommendation = NonNullable<Content['recommendation']>;

export const LEVELS = [1, 2, 3, 4, 5] as const;
export const RECOMMENDATIONS: readonly Recommendation[] = ['strong_yes', 'yes', 'no', 'strong_no'];

export const EMPTY: Content = { ratings: [], recommendation: null, comment: '' };

/** The rating of one competency; a blank one where there is none yet. */
export function ratingOf(content: Content, competency: string): Rating {
  return (
    content.ratings.find((each) => each.competency_id === competency) ??
    { competency_id: competency, level: null, is_unassessed: false, reason: '', evidence: [] }
  );
}

/** What keeps the card from being submitted, as the server sees it, in the order of the rubric. */
export function problemsOf(content: Content, rubric: CardRubric, needsEvidence: boolean): CardProblem[] {
  const found = rubric.competencies.flatMap(({ id }): CardProblem[] => {
    const rating = ratingOf(content, id);
    if (rating.is_unassessed) return [];
    const codes: CardProblem['code'][] = [];
    if (rating.level === null) codes.push('level_missing');
    if (rating.reason.trim() === '') codes.push('reason_missing');
    if (needsEvidence && rating.evidence.length === 0) codes.push('evidence_missing');
    return codes.map((code) => ({ code, competency_id: id }));
  });
  return content.recommendation === null ? [...found, { code: 'recommendation_missing', competency_id: null }] : found;
}

/** The content with one rating changed. */
export function withRating(content: Content, competency: string, part: Partial<Rating>): Content {
  const next = { ...ratingOf(content, competency), ...part };
  const others = content.ratings.filter((each) => each.competency_id !== competency);
  return { ...content, ratings: [...others, next] };
}
