import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { mismatchesOf, mismatchText } from './mismatch.ts'

const checker = Compile(
  Type.Object(
    {
      name: Type.String({ minLength: 2 }),
      token: Type.Optional(Type.String({ maxLength: 3 })),
      scopes: Type.Optional(Type.Array(Type.Union([Type.Literal('chat'), Type.Literal('voip')]))),
      minutes: Type.Optional(Type.Integer({ minimum: 60, maximum: 1440 })),
    },
    { additionalProperties: false },
  ),
)

test.each([
  [{ name: 'ok' }, []],
  [{}, ['/name: found nothing, expected a value']],
  [[], ['the value: found an array of 0, expected an object']],
  [{ name: 7 }, ['/name: found 7, expected a string']],
  [{ name: 'a' }, ['/name: found "a", expected at least 2 characters']],
  [{ name: 'ab', minutes: 59 }, ['/minutes: found 59, expected at least 60']],
  [{ name: 'ab', minutes: 61.5 }, ['/minutes: found 61.5, expected a whole number']],
  [{ name: 'ab', scopes: ['x'] }, ['/scopes/0: found "x", expected one of "chat", "voip"']],
  [{ name: 'ab', nmae: 1 }, ['/nmae: found a member of that name, expected no such member']],
  [
    { name: 'ab', token: 'eyJsecret' },
    ['/token: found a string of 9 characters, expected at most 3 characters'],
  ],
])('a mismatch says where, what was found and what was expected: %j', (value, expected) => {
  expect(mismatchesOf(checker, value).map(mismatchText)).toEqual(expected)
})
