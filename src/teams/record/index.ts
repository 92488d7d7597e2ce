/** What a Teams tenant keeps of its meetings: rows, verdicts on quality, and who may see which field. Pure. */
export { classify, type Grade, type JudgedStream, type StreamVerdict } from './classification/classify.ts'
export { kqlOfClassifier, kqlOfReasons } from './classification/kql-of-classifier.ts'
export {
  type Classifier,
  type ClassifierId,
  classifierOf,
  classifiers,
  type Limit,
  type StreamFigure,
} from './classification/rules.ts'
export { systemOf } from './client-names.ts'
export { currentRows } from './current-rows.ts'
export { editionOf } from './edition.ts'
export { type OrderedEnd, orderEnds } from './ends.ts'
export { feedbackRows } from './feedback-row.ts'
export {
  type LabelPolicy,
  type Look,
  type MaskedPerson,
  maskNumber,
  maskPerson,
  PERSON_FIELDS,
  type PersonField,
  type PersonFields,
  type StoredPerson,
} from './mask.ts'
export { type OrganizerOptions, organizerRows } from './organizer-rows.ts'
export { personKey } from './person-key.ts'
export { isTeamsRole, narrowerRole, type Rights, rightsOf } from './roles.ts'
export { networkName, networkOfAddress } from './rows/end-of-stream.ts'
export type { KnownPerson } from './rows/sight.ts'
