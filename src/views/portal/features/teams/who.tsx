import { Caption1, makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import { EyeOffRegular } from '@fluentui/react-icons'
import type { Who, WhyBlank } from '#teams/center/answers'
import { GoTo } from '#views/kit'

const useStyles = makeStyles({
  line: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  mark: {
    display: 'inline-flex',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorPaletteMarigoldForeground2,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

/** What somebody is called here, and a mark where more is known than this role is told. */
export function Person({ who, href }: { readonly who: Who; readonly href?: string }) {
  const styles = useStyles()
  const why = whyOf(who)
  return (
    <span className={styles.line}>
      {href === undefined ? who.label : <GoTo href={href}>{who.label}</GoTo>}
      {why !== undefined && <Hidden why={why} />}
    </span>
  )
}

/** The reason and its rule, to be read by pointing or by keyboard. */
export function Hidden({ why }: { readonly why: WhyBlank }) {
  const styles = useStyles()
  return (
    <Tooltip content={sentenceOf(why)} relationship="description">
      <button type="button" className={styles.mark} aria-label={`withheld by ${why.rule}`}>
        <EyeOffRegular aria-hidden />
      </button>
    </Tooltip>
  )
}

export const sentenceOf = ({ rule, sentence }: WhyBlank): string => `${rule}: ${sentence}`

const whyOf = ({ blanked, withheld }: Who): WhyBlank | undefined =>
  blanked ?? withheld.DisplayName ?? withheld.UserPrincipalName ?? withheld.RawId

const KINDS: Readonly<Record<string, string>> = {
  acsUser: 'External user (Communication Services)',
  m365User: 'Microsoft 365 user',
  teamsAnonymous: 'Anonymous Teams visitor',
  phone: 'Phone',
  bot: 'Bot',
  voiceApp: 'Voice app',
}

/** In words, with where they come from. */
export const kindText = ({ kind, isInternal }: Who): string =>
  kind === 'm365User' && !isInternal ? 'User of another organization' : (KINDS[kind] ?? kind)

export function Kind({ who }: { readonly who: Who }) {
  return <Caption1>{kindText(who)}</Caption1>
}

/** Whether a page of their own exists: of people, not of machines. */
export const personAddress = ({ fields, personKey, isInternal }: Who): string =>
  `/portal/teams/users/${encodeURIComponent(isInternal && fields.ObjectId ? fields.ObjectId : personKey)}`
