import { Badge } from '@fluentui/react-components'
import { CheckmarkCircleRegular, QuestionCircleRegular, WarningRegular } from '@fluentui/react-icons'

const MARKS = {
  Good: { color: 'success', icon: <CheckmarkCircleRegular /> },
  Poor: { color: 'danger', icon: <WarningRegular /> },
} as const

/** Good, Poor or Unknown: by word and icon as well as by colour. */
export function QualityMark({ quality }: { readonly quality: string }) {
  const known = quality === 'Good' || quality === 'Poor' ? MARKS[quality] : undefined
  return (
    <Badge
      appearance="tint"
      color={known?.color ?? 'informative'}
      icon={known?.icon ?? <QuestionCircleRegular />}
    >
      {quality}
    </Badge>
  )
}
