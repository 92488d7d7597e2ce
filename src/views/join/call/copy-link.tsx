import { Button, type ButtonProps } from '@fluentui/react-components'
import { CheckmarkRegular, LinkRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { addressOf, readAddress } from '../address/read-meeting.ts'

/** The link for others: without the own identity and name, which are in the address too. */
const linkOf = (url: Location): string => url.origin + addressOf(readAddress(url))

/** Rejects where the browser does not let the page. */
export const copyLink = (): Promise<void> => navigator.clipboard.writeText(linkOf(location))

export function CopyLink({ appearance }: Pick<ButtonProps, 'appearance'>) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await copyLink()
    setCopied(true)
  }
  return (
    <Button
      {...(appearance && { appearance })}
      icon={isCopied ? <CheckmarkRegular /> : <LinkRegular />}
      onClick={() => void copy().catch(() => setCopied(false))}
    >
      {isCopied ? 'Link copied' : 'Copy the link for others'}
    </Button>
  )
}
