import { makeStyles, SearchBox } from '@fluentui/react-components'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { addressOf } from '#views/kit'

const useStyles = makeStyles({
  form: { width: 'min(480px, 100%)', minWidth: 0 },
  box: { width: '100%', maxWidth: 'none' },
})

/** One box for every id: a call, a participant, an identity, a thread, a meeting link. */
export function Search() {
  const styles = useStyles()
  const router = useRouter()
  const [text, setText] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') router.history.push(addressOf('/portal/find', { id: text.trim() }))
  }
  return (
    <search className={styles.form}>
      <form onSubmit={find}>
        <SearchBox
          className={styles.box}
          placeholder="Find by any id or meeting link"
          aria-label="Find by any id or meeting link"
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </form>
    </search>
  )
}
