/** What somebody said of a meeting in the survey of the calling SDK, as its organizer's tenant keeps it. */
import {
  type ArmId,
  type CallSurvey,
  type ClientReport,
  type LogRecord,
  ruleId,
  type SurveyRating,
  shown,
  surveyDefaults,
  TEAMS_FEEDBACK,
  type TenantId,
} from '#records'

interface Options {
  readonly workspaceOf: (tenant: TenantId) => ArmId
}

/** The row of a survey about a Teams meeting; of other reports there is none. */
export function feedbackRows(report: ClientReport, { workspaceOf }: Options): readonly LogRecord[] {
  const { content, from, at, id } = report
  const scene = from.inCall?.scene
  if (content.kind !== 'survey' || !from.inCall || scene?.kind !== 'teamsMeeting') return []
  const { tenant } = scene.organizer
  const { audio, video, screenshare } = content.survey.ratings
  return [
    {
      id: [id, TEAMS_FEEDBACK].join('/'),
      category: TEAMS_FEEDBACK,
      resource: workspaceOf(tenant),
      time: at,
      fields: {
        CorrelationId: shown(from.inCall.callId),
        OrganizerTenantId: shown(tenant),
        ParticipantId: shown(from.inCall.participantId),
        Rating: shown(ratingOf(content.survey.ratings.overall)),
        Tokens: shown(tokensOf(content.survey)),
        HasAudioIssue: shown(hasIssue(audio)),
        HasVideoIssue: shown(hasIssue(video)),
        HasSharingIssue: shown(hasIssue(screenshare)),
      },
      rules: [ruleId('T1')],
    },
  ]
}

/** Any scale of an app on that of call quality, 1 to 5; 0: shown and not rated. */
function ratingOf(rating: SurveyRating | undefined): number {
  if (rating?.score === undefined) return 0
  const { lowerBound = surveyDefaults.lowerBound, upperBound = surveyDefaults.upperBound } = rating
  const share = upperBound > lowerBound ? (rating.score - lowerBound) / (upperBound - lowerBound) : 1
  return 1 + Math.round(4 * Math.min(1, Math.max(0, share)))
}

const hasIssue = (rating: SurveyRating | undefined): boolean => (rating?.issues.length ?? 0) > 0

/** `{NoLocalAudio:1; LowVolume:1;}` */
function tokensOf({ ratings }: CallSurvey): string {
  const issues = Object.values(ratings).flatMap(rating => rating?.issues ?? [])
  return issues.length > 0 ? `{${issues.map(issue => `${issue}:1;`).join(' ')}}` : ''
}
