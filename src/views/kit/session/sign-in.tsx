import { Body1, Button, Card, Field, Input, makeStyles, Title2, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Discovery } from './known.ts'
import type { Person } from './person.ts'

const useStyles = makeStyles({
  page: {
    minHeight: '100dvh',
    display: 'grid',
    placeItems: 'center',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  card: { width: 'min(420px, 100%)', padding: tokens.spacingHorizontalXXL, gap: tokens.spacingVerticalL },
  form: { display: 'grid', gap: tokens.spacingVerticalM },
})

interface SignInProps {
  readonly discovery: Discovery
  signIn(person: Person): void
}

/** Where others can reach the server, an app registration of the tenant signs in with its client secret. */
export function SignIn({ discovery, signIn }: SignInProps) {
  const styles = useStyles()
  const [tenant, setTenant] = useState('')
  const [clientId, setClientId] = useState('')
  const [clientSecret, setClientSecret] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn({ kind: 'app', tenant, name: clientId, clientId, clientSecret })
  }
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <Title2 as="h1">Sign in to Anteroom</Title2>
        <Body1>
          {discovery.signIn === 'people'
            ? 'The directory has no users yet: add some to the seed, or sign in as an app registration.'
            : 'This server can be reached by others, so tokens are checked: sign in as an app registration of the tenant.'}
        </Body1>
        <form className={styles.form} onSubmit={submit}>
          <Field label="Tenant (id, name or domain)" required>
            <Input value={tenant} onChange={(_, { value }) => setTenant(value)} autoComplete="organization" />
          </Field>
          <Field label="Client id" required>
            <Input value={clientId} onChange={(_, { value }) => setClientId(value)} autoComplete="username" />
          </Field>
          <Field label="Client secret" required>
            <Input
              type="password"
              value={clientSecret}
              onChange={(_, { value }) => setClientSecret(value)}
              autoComplete="current-password"
            />
          </Field>
          <Button
            type="submit"
            appearance="primary"
            disabled={!(tenant.trim() && clientId.trim() && clientSecret)}
          >
            Sign in
          </Button>
        </form>
      </Card>
    </main>
  )
}
