import { Badge } from '@fluentui/react-components'
import { CheckmarkCircleRegular, QuestionCircleRegular, WarningRegular } from '@fluentui/react-icons'

const MARKS = {
  Good: { color: 'success', icon: <CheckmarkCircleRegular /> },
  Poor: { color: 'danger', icon: <WarningRegular /> },
} as const

interface QualityMarkProps {
  readonly quality: string
  /** Good, but something was found beside it. */
  readonly hasMinorIssues?: boolean
}

/** Good, Poor or Unknown: by word and icon as well as by colour. */
export function QualityMark({ quality, hasMinorIssues = false }: QualityMarkProps) {
  const known = quality === 'Good' || quality === 'Poor' ? MARKS[quality] : undefined
  return (
    <Badge
      appearance="tint"
      color={known?.color ?? 'informative'}
      icon={known?.icon ?? <QuestionCircleRegular />}
    >
      {quality}
      {hasMinorIssues && <WarningRegular aria-label="with minor issues" />}
    </Badge>
  )
}
