import { Link } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

interface GoToProps {
  readonly href: string
  readonly children: ReactNode
  readonly appearance?: 'default' | 'subtle'
  readonly className?: string
  readonly 'aria-label'?: string
}

/** A link within the portal: an ordinary href (new tab, copy) that doesn't reload the page. */
export function GoTo(props: GoToProps) {
  const follow = useFollow()
  return <Link {...props} onClick={event => follow(event, props.href)} />
}

/** For other elements than links with an href: handles the click unless the user wants a new tab. */
export function useFollow(): (event: MouseEvent, href: string) => void {
  const router = useRouter()
  return (event, href) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (!isPlain || event.defaultPrevented) return
    event.preventDefault()
    router.history.push(href)
  }
}
