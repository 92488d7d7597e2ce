/** Frames of socket.io 0.9. */
import { expect, test } from 'vitest'
import { ackFrame, readFrame } from './frames.ts'

test.each([
  ['2::', { kind: 'heartbeat' }],
  ['2:::', { kind: 'heartbeat' }],
  ['0::', { kind: 'disconnect' }],
  ['3:::{"id":1,"status":200}', { kind: 'other' }],
  ['5:1+::{"name":"ping"}', { kind: 'event', name: 'ping', ack: { id: '1', withData: true } }],
  ['5:2::{"name":"a","args":[{"x":":"}]}', { kind: 'event', name: 'a', ack: { id: '2', withData: false } }],
  ['5:::{"name":"quiet"}', { kind: 'event', name: 'quiet', ack: undefined }],
])('%s is understood', (text, frame) => {
  expect(readFrame(text)).toEqual(frame)
})

test.each(['', 'hello', '5:1::', '5:1::{}', '5:1::null', '5:1::{"name":7}', '{"name":"ping"}'])(
  '%j is no frame',
  text => {
    expect(readFrame(text)).toBeUndefined()
  },
)

test('an acknowledgement carries data where it was asked for', () => {
  expect(ackFrame({ id: '7', withData: true })).toBe('6:::7+[]')
  expect(ackFrame({ id: '7', withData: false })).toBe('6:::7')
})
