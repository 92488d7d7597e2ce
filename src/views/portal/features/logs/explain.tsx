import { MessageBar, MessageBarBody, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { KqlExplanation } from '#views/kit'

const PHASES = [
  { id: 'plan', title: 'Plan' },
  { id: 'operators', title: 'Operators' },
  { id: 'bound', title: 'Bound tree' },
  { id: 'sql', title: 'SQL' },
] as const

const useStyles = makeStyles({
  text: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    maxHeight: '480px',
    overflow: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

/** How the query was understood and what the engine ran. */
export function Explain({ explain }: { readonly explain: KqlExplanation }) {
  const styles = useStyles()
  const [phase, setPhase] = useState<(typeof PHASES)[number]['id']>('plan')
  return (
    <>
      {explain.warnings.map(({ message }) => (
        <MessageBar key={message} intent="warning" layout="multiline">
          <MessageBarBody>{message}</MessageBarBody>
        </MessageBar>
      ))}
      <TabList
        size="small"
        selectedValue={phase}
        onTabSelect={(_, { value }) => setPhase(PHASES.find(({ id }) => id === value)?.id ?? 'plan')}
      >
        {PHASES.map(({ id, title }) => (
          <Tab key={id} value={id}>
            {title}
          </Tab>
        ))}
      </TabList>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.text} tabIndex={0}>
        {explain[phase]}
      </pre>
    </>
  )
}
